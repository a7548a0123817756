"""What Harvest says of an entry, in the forms in which the plugin keeps and counts it."""

from collections.abc import Collection, Mapping

from tests.fakes.lasting import LedgerRow
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_story import Said
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import Tally, WaitingKey


def said_of(one: HarvestEntry) -> Said:
    """Return the values of an entry as a ledger that heard them has them."""
    return Said(one.spent_on, one.hundredths, one.minutes, one.project_id, one.task_id, one.user_id)


def waiting_key(said: Said | None, reason: SkipReason) -> WaitingKey:
    """Return what the group of an entry depends on that waits for the reason."""
    if said is None:
        return WaitingKey(None, None, reason)
    return WaitingKey(said.project_id, said.task_id, reason)


def tally(rows: Mapping[int, LedgerRow], numbers: Collection[int]) -> Tally:
    """Return the tally of those of the rows."""
    return sum((_tally_of(rows[number]) for number in numbers), Tally())


def _tally_of(row: LedgerRow) -> Tally:
    """Return the tally of a row that waits; what Workroom refuses, it refuses for good."""
    said, lasting = row.known.said, int(row.record.reason is SkipReason.SAVE_FAILED)
    return Tally(1, said.minutes if said else 0, said.spent_on if said else None, lasting)
