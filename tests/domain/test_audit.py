"""What is recorded of a connection, and of the start of a run."""

import pytest

from tests.support.factories import connection
from workroom_harvest.domain.audit import (
    STARTED,
    AuditCode,
    AuditDatum,
    of_connecting,
    of_mappings,
)
from workroom_harvest.domain.connection import Connection, ConnectionChange, HarvestAccount
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.run import RunKind

ELINS = connection(connected_by="elin", harvest_account=HarvestAccount(7, "Lindqvist"))
JONASS = connection(connected_by="jonas", harvest_account=HarvestAccount(7, "Lindqvist"))
OTHERS = connection(connected_by="jonas", harvest_account=HarvestAccount(8, "Berg"))
NEW, SAME, OTHER = ConnectionChange


@pytest.mark.parametrize(
    ("former", "opened", "change", "code", "data"),
    [
        (None, ELINS, NEW, AuditCode.CONNECTED, {"account": 7}),
        (ELINS, ELINS, SAME, AuditCode.RECONNECTED, {"account": 7}),
        (ELINS, JONASS, SAME, AuditCode.PERSON_CHANGED, {"account": 7, "former": "elin"}),
        (ELINS, OTHERS, OTHER, AuditCode.ACCOUNT_CHANGED, {"account": 8, "cleared": 3}),
    ],
)
def test_a_connection_is_recorded_by_what_it_changes(
    former: Connection | None,
    opened: Connection,
    change: ConnectionChange,
    code: AuditCode,
    data: dict[str, AuditDatum],
) -> None:
    """A first connection, a new grant, another person and another account have a code each."""
    assert of_connecting(former, opened, change, 3) == (code, data)


def test_what_is_recorded_is_stored_by_its_name() -> None:
    """Each code is stored by its name in lower case, which no later version may change."""
    assert [code.value for code in AuditCode] == [code.name.lower() for code in AuditCode]


def test_every_kind_of_run_that_a_person_starts_has_a_code() -> None:
    """The start of each kind of run is recorded, but for a night's, which starts by itself."""
    assert set(STARTED) == set(RunKind) - {RunKind.NIGHTLY}
    assert len(set(STARTED.values())) == len(STARTED)


def test_a_save_is_recorded_by_what_it_changes() -> None:
    """What has another target now is set, and what has none any more is cleared.

    A project and a task of one Harvest id are two, and a save that changes nothing has no counts.
    """
    villa, cabin = ProjectPair(1, "Villa", "a"), ProjectPair(2, "Cabin", "b")
    plans, moved = TaskPair(1, "Plans", "a"), ProjectPair(1, "Villa", "b")
    assert of_mappings([], [villa, plans]) == {"set": 2, "cleared": 0}
    assert of_mappings([villa, cabin, plans], [moved, plans]) == {"set": 1, "cleared": 1}
    assert of_mappings([villa, plans], [villa]) == {"set": 0, "cleared": 1}
    assert of_mappings([villa, plans], [plans, villa]) == {}
