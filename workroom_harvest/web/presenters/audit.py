"""The words for what people did: who, when, and a sentence for each thing done."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workroom_harvest.domain.audit import AuditCode, AuditRecord
from workroom_harvest.web.presenters.history import FORMER_MEMBER

SENTENCES: Mapping[AuditCode, str] = {
    AuditCode.CONNECTED: "Connected Harvest account {account}.",
    AuditCode.RECONNECTED: "Reconnected Harvest account {account}.",
    AuditCode.PERSON_CHANGED: (
        "Connected Harvest account {account} in place of {former}, and is the fallback owner now."
    ),
    AuditCode.ACCOUNT_CHANGED: (
        "Connected another Harvest account, {account}. Mappings of the one before that were "
        "cleared: {cleared}."
    ),
    AuditCode.DISCONNECTED: (
        "Disconnected Harvest account {account}. Mappings that were cleared: {cleared}."
    ),
    AuditCode.MAPPED: "Saved mappings: {set} set, {cleared} cleared.",
    AuditCode.LEFT_OUT: "Left out Harvest's {kind} {id} on purpose.",
    AuditCode.TAKEN_BACK: "Took back Harvest's {kind} {id}, which was left out.",
    AuditCode.AUTOMATED_SYNC_ON: "Switched Automated sync on.",
    AuditCode.AUTOMATED_SYNC_OFF: "Switched Automated sync off.",
    AuditCode.IMPORT_STARTED: "Started an import.",
    AuditCode.WAITING_IMPORT_STARTED: "Started an import of what waited.",
    AuditCode.PREVIEW_STARTED: "Started a preview.",
    AuditCode.RUN_CANCELLED: "Cancelled an import.",
    AuditCode.RUN_CONTINUED: "Let an import go on that had stopped.",
    AuditCode.RUN_UNDONE: "Undid an import.",
    AuditCode.CORRECTIONS_APPLIED: "Applied corrections.",
    AuditCode.CORRECTIONS_DISMISSED: "Dismissed corrections: {entries}.",
    AuditCode.BROUGHT_BACK: "Brought back timelogs that were deleted in Workroom.",
}
"""The sentence for each code; what it names in braces is in the record's data."""

UNKNOWN = "Did something that this version of the Harvest plugin does not know."
COMMAND_LINE = "From the command line"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the list. `at` is in UTC; `run_id` is the run that it leads to, or None.

    `run_name` is what the link to that run is called.
    """

    at: str
    who: str
    what: str
    run_id: str | None
    run_name: str = ""


def audit_row(record: AuditRecord, names: Mapping[str, str]) -> AuditRow:
    """Return the row of a record; `names` are those of members by id."""
    run_id = record.data.get("run")
    # A preview is kept for a week only, so that a link to it would lead nowhere.
    is_kept = isinstance(run_id, str) and record.code is not AuditCode.PREVIEW_STARTED
    return AuditRow(
        at=f"{record.at:%Y-%m-%d %H:%M}",
        who=_name(record.member_id, names),
        what=_sentence(record, names),
        run_id=str(run_id) if is_kept else None,
        run_name=f"{_kind(record)} {str(run_id)[:8]}" if is_kept else "",
    )


def as_json(record: AuditRecord, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a record as JSON for scripts; `who` is the id of the member, or null."""
    return {
        "at": record.at.isoformat(),
        "who": record.member_id,
        "what": str(record.code) if record.code else None,
        "data": dict(record.data),
        "sentence": _sentence(record, names),
    }


def _kind(record: AuditRecord) -> str:
    # The record of an undo leads to the import that was undone, and others to runs of many kinds.
    is_correction = record.code is AuditCode.CORRECTIONS_APPLIED
    return "Correction" if is_correction else "Import"


def _sentence(record: AuditRecord, names: Mapping[str, str]) -> str:
    if record.code is None:
        return UNKNOWN
    told: dict[str, int | str] = defaultdict(lambda: "?", record.data)
    if "former" in told:
        told["former"] = _name(str(told["former"]), names)
    return SENTENCES[record.code].format_map(told)


def _name(member_id: str | None, names: Mapping[str, str]) -> str:
    return COMMAND_LINE if member_id is None else names.get(member_id, FORMER_MEMBER)
