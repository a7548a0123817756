"""What Harvest says of an entry, in the forms in which the plugin keeps it."""

from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_story import Said
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import WaitingKey


def said_of(one: HarvestEntry) -> Said:
    """Return the values of an entry as a ledger that heard them has them."""
    return Said(one.spent_on, one.hundredths, one.minutes, one.project_id, one.task_id, one.user_id)


def waiting_key(said: Said | None, reason: SkipReason) -> WaitingKey:
    """Return what the group of an entry depends on that waits for the reason."""
    if said is None:
        return WaitingKey(None, None, reason)
    return WaitingKey(said.project_id, said.task_id, reason)
