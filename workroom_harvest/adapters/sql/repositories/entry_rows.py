"""The conversion of decisions about entries to rows of the ledger."""

from datetime import datetime
from typing import Any

from workroom_harvest.adapters.sql.bulk import Row, stored_instant
from workroom_harvest.adapters.sql.repositories.messages import message_text
from workroom_harvest.domain.decisions import Changed, Import, Skip, Unchanged
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store.ledger import Source
from workroom_harvest.domain.skipped import SkipReason

NOT_WRITTEN = dict.fromkeys(
    (
        "run_id",
        "written_at",
        "written_by",
        "project_id",
        "activity_type_id",
        "member_id",
        "fell_back",
        "written_on",
        "minutes",
        "written_billable",
        "title_hash",
        "written_from",
    )
)
"""The columns of what was written, for an entry without a timelog."""


UNREADABLE = dict.fromkeys(
    (
        "spent_on",
        "hundredths",
        "said_minutes",
        "harvest_project_id",
        "harvest_task_id",
        "harvest_user_id",
        "is_billable",
        "is_running",
        "fingerprint",
    )
)
"""The columns of what Harvest says, for an entry that cannot be read."""

NO_REASON = dict.fromkeys(("reason", "cause", "is_lasting"))
"""The columns of why an entry waits, for one that does not."""


class EntryRows:
    """The rows of one page, all of the same source and the same instant."""

    def __init__(self, source: Source, now: datetime) -> None:
        self._source = source
        self._origin = {"harvest_account_id": source.harvest_account_id}
        self._now = stored_instant(now)

    def new(self, decision: Import | Skip) -> Row:
        """Return the row of an entry that was never listed before."""
        return {**self.outcome(decision), **self._origin, "listed_at": self._now}

    def outcome(self, decision: Import | Skip) -> Row:
        """Return what Harvest says of an entry, and what was written of it or why it waits."""
        said = self.said(decision.entry)
        match decision:
            case Import():
                return {**said, **self._written(decision), **NO_REASON}
            case Skip(reason=SkipReason.UNDONE):
                return {**said, **NOT_WRITTEN, **NO_REASON, "state": EntryState.UNDONE}
            case Skip(reason=reason, cause=cause, is_lasting=is_lasting):
                return {**said, **waiting(reason, cause, is_lasting=is_lasting)}

    def found(self, decision: Changed | Unchanged) -> Row:
        """Return what Harvest says of an entry that was imported before."""
        state = EntryState.CHANGED if isinstance(decision, Changed) else EntryState.IMPORTED
        return {**self.said(decision.entry), "state": state}

    def said(self, entry: HarvestEntry | UnreadableEntry) -> dict[str, Any]:
        """Return what Harvest says of an entry now, with its key."""
        if isinstance(entry, UnreadableEntry):
            return {**UNREADABLE, "studio_id": self._source.studio_id, "entry_id": entry.id}
        return {
            "studio_id": self._source.studio_id,
            "entry_id": entry.id,
            "spent_on": entry.spent_on.isoformat(),
            "hundredths": entry.hundredths,
            "said_minutes": entry.minutes,
            "harvest_project_id": entry.project_id,
            "harvest_task_id": entry.task_id,
            "harvest_user_id": entry.user_id,
            "is_billable": entry.billable,
            "is_running": entry.is_running,
            "fingerprint": self._source.fingerprints[entry.id],
        }

    def _written(self, decision: Import) -> Row:
        log, source = decision.timelog, self._source
        return {
            "state": EntryState.IMPORTED,
            "run_id": source.run_id,
            "written_at": self._now,
            "written_by": source.member_id,
            "project_id": log.project_id,
            "activity_type_id": log.activity_type_id,
            "member_id": log.member_id,
            "fell_back": decision.fell_back is not None,
            "written_on": log.spent_on.isoformat(),
            "minutes": log.duration.total_minutes,
            "written_billable": log.billable,
            "title_hash": source.keyed_hash(log.title),
            "written_from": source.fingerprints[log.entry_id],
        }


def waiting(reason: SkipReason, cause: Message | None, *, is_lasting: bool) -> Row:
    """Return the columns of an entry that waits, and why."""
    return {
        **NOT_WRITTEN,
        "state": EntryState.WAITING,
        "reason": reason,
        "cause": message_text(cause),
        "is_lasting": is_lasting,
    }
