"""Hosts that refuse corrections, break a promise, or cannot correct anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.corrections import (
    apply,
    change,
    delete,
    imported,
    lose,
)
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import states
from workroom_harvest.domain.entries import NewTimelog, UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotAllowed, NotConnected, TimelogsRefused
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases import UseCases

DONE = RunStatus.FINISHED


class Ignoring(FakeWorkroom):
    """A host that says that it changed timelogs, and changed none."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)


class Careless(FakeWorkroom):
    """A host that commits what it removes."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        removed = super().remove_many(studio_id, entry_ids)
        self._database.commit()
        return removed


class Refusing(FakeWorkroom):
    """A host that refuses to change anything."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        raise TimelogsRefused({log.entry_id: "The month is closed." for log in timelogs})


@dataclass(frozen=True)
class AddsOnly(Timelogs):
    """A host whose timelogs can be added alone."""

    workroom: FakeWorkroom

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return self.workroom.add_many(studio_id, timelogs)


def rewired(plugin: FakedPlugin, kind: type[FakeWorkroom]) -> UseCases:
    """Return the use cases over a host of that kind, with the same timelogs."""
    return plugin.rewire(timelogs=kind(plugin.database))


def applied(plugin: FakedPlugin, use: UseCases, *ids: int) -> ImportRun:
    """Choose corrections and let a worker of that host work."""
    run = use.request_corrections(STUDIO, plugin.elin.id, ids).run
    while (run_id := plugin.queue.take()) is not None:
        use.perform_import(run_id)
    return plugin.shown(run)


def test_a_host_that_ignores_a_change_stops_the_run(connected: FakedPlugin) -> None:
    """A host that changes nothing is named, and nothing counts as corrected."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    run = applied(connected, rewired(connected, Ignoring), one.id)
    assert (run.status, run.progress.imported) == (RunStatus.FAILED, 0)
    assert run.failure == Message(Code.HOST_WROTE_TOO_FEW, {"method": "Timelogs.change_many"})
    assert states(connected) == {one.id: EntryState.CHANGED}


def test_a_host_that_commits_a_removal_stops_the_run(connected: FakedPlugin) -> None:
    """A host that commits by itself is named, and the entry's state is left to be found out."""
    one, other = imported(connected, 2)
    lose(connected, one)
    run = applied(connected, rewired(connected, Careless), one.id)
    assert run.status is RunStatus.FAILED
    assert run.failure is not None
    assert run.failure.code is Code.HOST_COMMITTED
    assert states(connected)[one.id] is EntryState.ORPHANED
    assert other.id in connected.timelogs()


def test_what_the_host_refuses_is_left_with_its_cause(connected: FakedPlugin) -> None:
    """A host may refuse a change; the others are applied, and its words are quoted."""
    changed, deleted = imported(connected, 2)
    change(connected, changed, hours=Decimal(3))
    delete(connected, deleted)
    run = applied(connected, rewired(connected, Refusing), changed.id, deleted.id)
    assert result(run) == (DONE, 1, {SkipReason.SAVE_FAILED: 1})
    (left,) = connected.skipped(run)
    assert left.cause is not None
    assert left.cause.data == {"said": "The month is closed."}
    assert states(connected) == {
        changed.id: EntryState.CHANGED,
        deleted.id: EntryState.IMPORTED,
    }


def test_without_look_ups_nothing_is_offered(connected: FakedPlugin) -> None:
    """A host that cannot look timelogs up shows what was written, and can dismiss it alone."""
    changed, gone = imported(connected, 2)
    change(connected, changed, hours=Decimal(3))
    lose(connected, gone)
    use = connected.rewire(timelogs=AddsOnly(connected.workroom))
    page = use.list_corrections(STUDIO, 10)
    assert not page.is_offered
    assert [one.locked is not None for one in page.corrections] == [True, True]
    before = page.corrections[0].before
    assert before is not None
    assert (before.minutes, before.project, before.note) == (60, "Villa", None)
    with pytest.raises(NotAllowed):
        use.request_corrections(STUDIO, connected.elin.id, [changed.id])
    assert use.dismiss_corrections(STUDIO, connected.elin.id, None) == 1
    assert use.list_corrections(STUDIO, 10).total == 1


def test_a_host_that_lost_its_look_ups_stops_the_run(connected: FakedPlugin) -> None:
    """If a run of corrections reaches a worker whose host has none, it stops with a sentence."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    run = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id]).run
    connected.rewire(timelogs=AddsOnly(connected.workroom)).perform_import(run.id)
    stopped = connected.shown(run)
    assert stopped.failure == Message(Code.NOT_CORRECTABLE)


def test_values_that_are_there_already_are_recorded(connected: FakedPlugin) -> None:
    """A change that makes no other timelog is applied without a call of the host."""
    (one,) = imported(connected, hours=Decimal("1.00"))
    change(connected, one, hours=Decimal("1.001"))
    change(connected, one, hours=Decimal("1.005"))
    log = connected.timelogs()[one.id]
    run = applied(connected, rewired(connected, Refusing), one.id)
    assert result(run) == (DONE, 1, {})
    assert connected.timelogs()[one.id] == log
    assert states(connected) == {one.id: EntryState.IMPORTED}


def test_an_entry_that_cannot_be_read_is_left(connected: FakedPlugin) -> None:
    """A chosen entry that Harvest lists unreadably is left, with what is wrong with it."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    problem = Message(Code.ENTRY_UNREADABLE)
    connected.account.unreadable = [UnreadableEntry(one.id, problem)]
    connected.account.remove(one.id)
    run = apply(connected, one)
    assert result(run) == (DONE, 0, {SkipReason.HARVEST_API_ERROR: 1})


def test_the_list_is_read_in_pages(connected: FakedPlugin) -> None:
    """The list has a true total and the id behind which the rest is; all of it is applied."""
    entries = imported(connected, 3)
    for one in entries:
        connected.account.put(replace(one, spent_on=date(2026, 6, 20)))
    connected.import_days()
    first = connected.use.list_corrections(STUDIO, 2)
    assert (first.total, first.following, len(first.corrections)) == (3, entries[1].id, 2)
    rest = connected.use.list_corrections(STUDIO, 2, entries[1].id)
    assert (rest.total, rest.following, len(rest.corrections)) == (3, None, 1)
    assert result(apply(connected, *entries)) == (DONE, 3, {})


def test_without_a_connection_nothing_is_corrected(plugin: FakedPlugin) -> None:
    """A studio that is not connected has nothing to list, to apply or to dismiss."""
    for ask in (
        lambda: plugin.use.list_corrections(STUDIO, 10),
        lambda: plugin.use.request_corrections(STUDIO, "elin", [1]),
        lambda: plugin.use.dismiss_corrections(STUDIO, "elin", [1]),
    ):
        with pytest.raises(NotConnected):
            ask()
