"""What is changed or removed is held from the look-up on, and by one worker alone."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.fakes.database import FakeDatabase
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.corrections import change, imported, lose
from tests.use_cases.importing.helpers import at, result
from workroom_harvest.domain.entries import FoundTimelog, NewTimelog
from workroom_harvest.domain.errors import TimelogsRefused
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases import UseCases


class Holding(FakeWorkroom):
    """A host that changes and removes only what was looked up for update before."""

    def __init__(self, database: FakeDatabase) -> None:
        super().__init__(database)
        self.held: set[int] = set()

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        found = super().find_many(studio_id, entry_ids, for_update)
        if for_update:
            self.held |= {one.entry_id for one in found}
        return found

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._demand_held({log.entry_id for log in timelogs})
        return super().change_many(studio_id, timelogs)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        self._demand_held(set(entry_ids))
        return super().remove_many(studio_id, entry_ids)

    def _demand_held(self, stamps: Collection[int]) -> None:
        causes = {stamp: "Nobody holds it." for stamp in stamps if stamp not in self.held}
        if causes:
            raise TimelogsRefused(causes)


@pytest.fixture
def holding(connected: FakedPlugin) -> UseCases:
    """Return the use cases over a host that holds what is looked up for update."""
    return connected.rewire(timelogs=Holding(connected.database))


def worked(plugin: FakedPlugin, use: UseCases, run: ImportRun) -> ImportRun:
    """Let a worker of that host work, and return the run as it is then."""
    while (run_id := plugin.queue.take()) is not None:
        use.perform_import(run_id)
    return plugin.shown(run)


def test_what_is_corrected_is_held(connected: FakedPlugin, holding: UseCases) -> None:
    """A timelog is changed, and another removed, after a look-up for update."""
    one, other = imported(connected, 2)
    change(connected, one, hours=Decimal(3))
    lose(connected, other)
    ids = [one.id, other.id]
    run = holding.request_corrections(STUDIO, connected.elin.id, ids).run
    assert result(worked(connected, holding, run)) == (RunStatus.FINISHED, 2, {})
    assert connected.timelogs().keys() == {one.id}


def test_what_is_undone_is_held(connected: FakedPlugin, holding: UseCases) -> None:
    """A timelog is removed by an undo after a look-up for update."""
    connected.log(2)
    run = connected.import_days()
    undo = holding.request_undo(STUDIO, connected.elin.id, run.id).run
    assert result(worked(connected, holding, undo)) == (RunStatus.FINISHED, 2, {})
    assert connected.timelogs() == {}


def hang_once(plugin: FakedPlugin, run: ImportRun) -> None:
    """Let the worker hang for longer than its lease once the run began; another does the run."""
    hung: list[bool] = []

    def hang(name: str) -> None:
        if name == "committed" and not hung and plugin.shown(run).status is RunStatus.RUNNING:
            hung.append(True)
            plugin.clock.advance(timedelta(minutes=5))
            plugin.use.perform_import(run.id)

    plugin.moments.watchers.append(hang)


def test_a_worker_that_hung_corrects_nothing(connected: FakedPlugin) -> None:
    """A worker that decided and then hung writes nothing, as the next one has corrected it."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    run = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id]).run

    def hang() -> None:
        connected.clock.advance(timedelta(minutes=5))
        connected.use.perform_import(run.id)

    at(connected, "answered entries", hang)
    connected.work()
    assert result(connected.shown(run)) == (RunStatus.FINISHED, 1, {})


def test_a_worker_that_hung_undoes_nothing(connected: FakedPlugin) -> None:
    """A worker that hung once the undo began writes nothing, as the next one has undone it."""
    connected.log(2)
    run = connected.import_days()
    undo = connected.use.request_undo(STUDIO, connected.elin.id, run.id).run
    hang_once(connected, undo)
    connected.work()
    assert result(connected.shown(undo)) == (RunStatus.FINISHED, 2, {})
