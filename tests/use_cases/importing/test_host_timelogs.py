"""Timelogs are looked up, changed and removed as far as the host lets it; who lies is named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.entries import Duration, FoundTimelog, NewTimelog
from workroom_harvest.domain.errors import HostMisbehaved
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs


@pytest.fixture
def imported(busy: FakedPlugin) -> FakedPlugin:
    """Give a studio whose entries were imported."""
    busy.import_days()
    return busy


def in_transaction(plugin: FakedPlugin, work: Callable[[Transaction], Any]) -> Any:
    """Do the work in a transaction, commit, and return what it returns."""
    with plugin.store.transaction() as tx:
        done = work(tx)
        tx.commit()
    return done


def test_what_stands_is_found_by_its_stamp(imported: FakedPlugin) -> None:
    """A look-up returns the timelogs that stand, by stamp, and leaves out what does not."""
    host = HostTimelogs(imported.workroom)
    stamps = sorted(imported.timelogs())
    found = in_transaction(imported, lambda tx: host.find(tx, STUDIO, [*stamps, 10**12]))
    assert sorted(found) == stamps
    assert in_transaction(imported, lambda tx: host.find(tx, STUDIO, [])) == {}
    assert in_transaction(imported, lambda tx: host.find(tx, "other", stamps)) == {}


def test_a_change_leaves_out_what_the_host_refuses(imported: FakedPlugin) -> None:
    """Timelogs are changed, and a locked one is not: the host's sentence is quoted."""
    host = HostTimelogs(imported.workroom)
    locked, *others = sorted(imported.timelogs())
    in_transaction(imported, lambda tx: imported.workroom.lock(STUDIO, locked))
    longer = [replace(log, duration=Duration(9, 0)) for log in imported.timelogs().values()]
    refused = in_transaction(imported, lambda tx: host.change(tx, STUDIO, longer))
    assert refused == {locked: Refusal(quoted("It is locked."), is_lasting=True)}
    hours = {stamp: log.duration.hours for stamp, log in imported.timelogs().items()}
    assert {stamp for stamp in hours if hours[stamp] == 9} == set(others)


def test_a_removal_leaves_out_what_the_host_refuses(imported: FakedPlugin) -> None:
    """Timelogs are removed, and a locked one stays."""
    host = HostTimelogs(imported.workroom)
    stamps = sorted(imported.timelogs())
    in_transaction(imported, lambda tx: imported.workroom.lock(STUDIO, stamps[0]))
    refused = in_transaction(imported, lambda tx: host.remove(tx, STUDIO, stamps))
    assert refused.keys() == imported.timelogs().keys() == {stamps[0]}


class Finding(FakeWorkroom):
    """A host whose look-up answers with something else."""

    lie: Callable[[Sequence[FoundTimelog]], object] = staticmethod(lambda found: None)

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        found = super().find_many(studio_id, entry_ids, for_update)
        return cast(Sequence[FoundTimelog], self.lie(found))


LIES: dict[str, Callable[[Sequence[FoundTimelog]], object]] = {
    "nothing at all": lambda found: None,
    "other things": lambda found: [one.entry_id for one in found],
    "one twice": lambda found: [*found, found[0]],
    "one more": lambda found: [*found, replace(found[0], entry_id=10**12)],
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_look_up_that_cannot_be_true_is_named(
    imported: FakedPlugin, lie: Callable[[Sequence[FoundTimelog]], object]
) -> None:
    """A host that finds what nobody asked for, or no timelogs, is named, and nothing is done."""
    lying = Finding(imported.database)
    lying.lie = lie
    stamps = sorted(imported.timelogs())
    with pytest.raises(HostMisbehaved) as stopped, imported.store.transaction() as tx:
        HostTimelogs(lying).find(tx, STUDIO, stamps)
    assert stopped.value.detail == Message(Code.HOST_FOUND_OTHERS, {"method": "Timelogs.find_many"})


class Ignoring(FakeWorkroom):
    """A host that changes and removes nothing, and says that it did."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        return len(entry_ids)


@pytest.mark.parametrize("method", ["change_many", "remove_many"])
def test_a_host_that_ignores_its_orders_is_named(imported: FakedPlugin, method: str) -> None:
    """A host that says that it changed or removed timelogs, and did not, is named."""
    host = HostTimelogs(Ignoring(imported.database))
    logs = list(imported.timelogs().values())
    orders: dict[str, Callable[[Transaction], object]] = {
        "change_many": lambda tx: host.change(tx, STUDIO, logs),
        "remove_many": lambda tx: host.remove(tx, STUDIO, [log.entry_id for log in logs]),
    }
    with pytest.raises(HostMisbehaved) as stopped:
        in_transaction(imported, orders[method])
    assert stopped.value.detail == Message(
        Code.HOST_WROTE_TOO_FEW, {"method": f"Timelogs.{method}"}
    )
