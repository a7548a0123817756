"""What people did with a studio's integration: who did what and when, in codes and counts.

A record holds no name, no note and no secret; the names of members are looked up where it is shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workroom_harvest.domain.connection import Connection, ConnectionChange
from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.run_request import RunKind

AuditDatum = int | str
"""The type of a value in a record's data: a count, an id, or a code."""


class AuditCode(StrEnum):
    """What somebody did. The values are stored.

    The data of each are what its sentence names, in `web/presenters/audit.py`, and the `run`.
    """

    CONNECTED = "connected"
    RECONNECTED = "reconnected"
    PERSON_CHANGED = "person_changed"
    ACCOUNT_CHANGED = "account_changed"
    DISCONNECTED = "disconnected"
    MAPPED = "mapped"
    LEFT_OUT = "left_out"
    TAKEN_BACK = "taken_back"
    AUTOMATED_SYNC_ON = "automated_sync_on"
    AUTOMATED_SYNC_OFF = "automated_sync_off"
    IMPORT_STARTED = "import_started"
    WAITING_IMPORT_STARTED = "waiting_import_started"
    PREVIEW_STARTED = "preview_started"
    RUN_CANCELLED = "run_cancelled"
    RUN_CONTINUED = "run_continued"
    RUN_UNDONE = "run_undone"
    CORRECTIONS_APPLIED = "corrections_applied"
    CORRECTIONS_DISMISSED = "corrections_dismissed"
    BROUGHT_BACK = "brought_back"


STARTED: Mapping[RunKind, AuditCode] = {
    RunKind.ON_DEMAND: AuditCode.IMPORT_STARTED,
    RunKind.WAITING: AuditCode.WAITING_IMPORT_STARTED,
    RunKind.PREVIEW: AuditCode.PREVIEW_STARTED,
    RunKind.UNDO: AuditCode.RUN_UNDONE,
    RunKind.CORRECTION: AuditCode.CORRECTIONS_APPLIED,
}
"""What is recorded of the start of a run, by its kind. A night starts by itself."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """Who did what and when.

    `number` grows with each record of a studio. `at` is in UTC. `member_id` is None where somebody
    worked at the command line. `code` is None where a newer version of the plugin recorded what
    this one does not know.
    """

    number: int
    at: datetime
    member_id: str | None
    code: AuditCode | None
    data: Mapping[str, AuditDatum]


def of_connecting(
    former: Connection | None, connection: Connection, change: ConnectionChange, cleared: int
) -> tuple[AuditCode, Mapping[str, AuditDatum]]:
    """Return the code and the data of a connection that a member made in place of the former.

    `cleared` is how many mappings of another account went. Where another member connects the same
    account, the data has the `former` member's id.
    """
    account: Mapping[str, AuditDatum] = {"account": connection.harvest_account.id}
    if change is ConnectionChange.OTHER_ACCOUNT:
        return AuditCode.ACCOUNT_CHANGED, {**account, "cleared": cleared}
    if former is None:
        return AuditCode.CONNECTED, account
    if former.connected_by != connection.connected_by:
        return AuditCode.PERSON_CHANGED, {**account, "former": former.connected_by}
    return AuditCode.RECONNECTED, account


def of_mappings(before: Collection[Pair], after: Collection[Pair]) -> Mapping[str, AuditDatum]:
    """Return how many projects and tasks a save has mapped anew, and how many it has cleared.

    It is empty where the save changed nothing.
    """
    mapped = {(type(pair), pair.harvest_id): pair.target_id for pair in after}
    held = {(type(pair), pair.harvest_id): pair.target_id for pair in before}
    changed = sum(held.get(side) != target for side, target in mapped.items())
    cleared = len(held.keys() - mapped.keys())
    return {"set": changed, "cleared": cleared} if changed or cleared else {}
