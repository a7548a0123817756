"""The words for what people did: who, when, and a sentence for each thing done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.auditing.list_audit import AuditNames
from workroom_harvest.web.presenters.history import FORMER_MEMBER
from workroom_harvest.web.words import N_, say

SENTENCES: Mapping[AuditCode, str] = {
    AuditCode.CONNECTED: N_("Connected Harvest account {account}."),
    AuditCode.RECONNECTED: N_("Reconnected Harvest account {account}."),
    AuditCode.PERSON_CHANGED: N_(
        "Connected Harvest account {account} in place of {former}, and is the fallback owner now."
    ),
    AuditCode.ACCOUNT_CHANGED: N_(
        "Connected another Harvest account, {account}. Mappings of the one before that were "
        "cleared: {cleared}."
    ),
    AuditCode.DISCONNECTED: N_(
        "Disconnected Harvest account {account}. Mappings that were cleared: {cleared}."
    ),
    AuditCode.MAPPED: N_("Saved mappings: {set} set, {cleared} cleared."),
    AuditCode.LEFT_OUT: N_("Left out Harvest's project {name} on purpose."),
    AuditCode.TAKEN_BACK: N_("Took back Harvest's project {name}, which was left out."),
    AuditCode.AUTOMATED_SYNC_ON: N_("Switched Automated sync on."),
    AuditCode.AUTOMATED_SYNC_OFF: N_("Switched Automated sync off."),
    AuditCode.IMPORT_STARTED: N_("Started an import."),
    AuditCode.WAITING_IMPORT_STARTED: N_("Started an import of what waited."),
    AuditCode.PREVIEW_STARTED: N_("Started a preview."),
    AuditCode.RUN_CANCELLED: N_("Cancelled an import."),
    AuditCode.RUN_CONTINUED: N_("Let an import go on that had stopped."),
    AuditCode.RUN_UNDONE: N_("Undid an import."),
    AuditCode.CORRECTIONS_APPLIED: N_("Applied corrections."),
    AuditCode.CORRECTIONS_DISMISSED: N_("Dismissed corrections: {entries}."),
    AuditCode.BROUGHT_BACK: N_("Brought back timelogs that were deleted in Workroom."),
}
"""The sentence for each code. What it names in braces is in the record's data, or its name is."""

OF_TASKS: Mapping[AuditCode, str] = {
    AuditCode.LEFT_OUT: N_("Left out Harvest's task {name} on purpose."),
    AuditCode.TAKEN_BACK: N_("Took back Harvest's task {name}, which was left out."),
}
"""The sentences for a task, where those for each code are about a project."""

IN_PLACE_OF_A_FORMER_MEMBER = N_(
    "Connected Harvest account {account} in place of a former member, and is the fallback owner "
    "now."
)
UNKNOWN = N_("Did something that this version of the Harvest plugin does not know.")
COMMAND_LINE = N_("From the command line")
NOT_TOLD = dict.fromkeys(("account", "cleared", "entries", "former", "name", "set"), "?")
"""What stands for what a record lacks."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the list. `at` is in UTC; `run_id` is the run that it leads to, or None.

    `run_name` is what the link to that run is called.
    """

    at: datetime
    who: str
    what: str
    run_id: str | None
    run_name: str = ""


def audit_row(record: AuditRecord, names: AuditNames) -> AuditRow:
    """Return the row of a record."""
    run_id = record.data.get("run")
    # A preview is kept for a week only, so that a link to it would lead nowhere.
    is_kept = isinstance(run_id, str) and record.code is not AuditCode.PREVIEW_STARTED
    return AuditRow(
        at=record.at,
        who=_name(record.member_id, names),
        what=_sentence(record, names),
        run_id=str(run_id) if is_kept else None,
        run_name=_run_name(record, str(run_id)[:8]) if is_kept else "",
    )


def as_json(record: AuditRecord, names: AuditNames) -> dict[str, Any]:
    """Return a record as JSON for scripts; `who` is the id of the member, or null."""
    return {
        "at": record.at.isoformat(),
        "who": record.member_id,
        "what": str(record.code) if record.code else None,
        "data": dict(record.data),
        "sentence": _sentence(record, names),
    }


def _run_name(record: AuditRecord, run: str) -> str:
    # The record of an undo leads to the import that was undone, and others to runs of many kinds.
    if record.code is AuditCode.CORRECTIONS_APPLIED:
        return say("Correction {run}", run=run)
    return say("Import {run}", run=run)


def _sentence(record: AuditRecord, names: AuditNames) -> str:
    code, told = record.code, {**NOT_TOLD, **record.data}
    if code is None:
        return say(UNKNOWN)
    words = SENTENCES[code]
    if told.get("kind") == ItemKind.TASK:
        words = OF_TASKS.get(code, words)
    if code is AuditCode.PERSON_CHANGED and told["former"] not in names.members:
        words = IN_PLACE_OF_A_FORMER_MEMBER
    return say(words, **{name: _told(name, told, names) for name in told})


def _told(name: str, told: Mapping[str, AuditDatum], names: AuditNames) -> AuditDatum:
    """Return a datum as its sentence takes it: names where they are known, and ids as texts."""
    datum = told[name]
    match name:
        case "former":
            return names.members.get(str(datum), "")
        case "account":
            return names.accounts.get(int(datum), str(datum)) if datum != "?" else "?"
        case "name" if "id" in told and "kind" in told:
            key = (ItemKind(str(told["kind"])), int(told["id"]))
            return names.items.get(key, str(told["id"]))
    return datum


def _name(member_id: str | None, names: AuditNames) -> str:
    if member_id is None:
        return say(COMMAND_LINE)
    return names.members.get(member_id) or say(FORMER_MEMBER)
