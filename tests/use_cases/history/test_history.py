"""In any history what was importable comes in once, whatever happens in between.

Hypothesis makes up histories and kills processes in them. Beside the plugin stands a model that
knows what must be there and what may be: a run that was done in one turn makes both the same.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.harvest_rules import HarvestRules
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import (
    FIRST,
    PAGES,
    PROJECTS,
    WHOLE,
    few,
    moments,
    periods,
)
from tests.use_cases.history.workroom_rules import WorkroomRules
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.window import Days


class History(HarvestRules, WorkroomRules, ProcessRules):
    """All that can happen in a history, and what holds after each step of it."""

    @initialize()
    def begin(self) -> None:
        """Connect, map, switch nights on, and log five entries, which fill three pages."""
        self.plugin.connect()
        self.plugin.map()
        self.plugin.log(5)
        self.automate(True)

    @rule(period=periods, at=moments, after=few)
    def request_and_work(self, period: Days, at: str | None, after: int) -> None:
        """Somebody clicks, and a worker takes a run that it may be killed at."""
        self.request(period, None, 0)
        self.work(at, after)

    @rule(at=st.sampled_from(PAGES), after=st.integers(2, 6), links_are_stale=st.booleans())
    def break_off_and_go_on(self, at: str | None, after: int, links_are_stale: bool) -> None:
        """A worker is killed between its pages, and another takes the run up."""
        self.request_and_work(WHOLE, at, after)
        if links_are_stale:
            self.forget_links()
        self.settle()

    @rule(
        project=st.sampled_from(PROJECTS),
        meanwhile=st.sampled_from(("nothing", "logged", "moved", "deleted")),
        at=moments,
        after=st.integers(0, 9),
    )
    def map_late(self, project: int, meanwhile: str, at: str | None, after: int) -> None:
        """A project is mapped after its entries were listed, and what waits is imported then.

        Meanwhile an entry was logged, moved to another project and day, or deleted.
        """
        self.settle()
        self.map(project, None, None)
        self.log(self._held() or 1, project, FIRST, running=False, count=2)
        self.request_and_work(WHOLE, None, 0)
        self.settle()
        self.map(project, "villa", None)
        last = len(self._account(self._held() or 1).entries) - 1
        last += len(self._account(1).entries) if self._held() == 2 else 0
        match meanwhile:
            case "logged":
                self.log(self._held() or 1, project, FIRST, running=False, count=1)
            case "moved":
                self.edit(last, 99, WHOLE.last)
            case "deleted":
                self.delete(last)
        self.request_waiting(project, None, 0)
        self.work(at, after)

    def teardown(self) -> None:
        """Let every run end, and look a last time."""
        self.settle()
        self.nothing_is_lost_and_nothing_is_twice()

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """Timelogs, ledger, counts and the model agree."""
        stamps = self.plugin.timelogs().keys()
        assert self.must <= stamps <= self.may
        assert self.plugin.imported_ids() == stamps
        counts = [run.progress for run in self.plugin.runs() if not run.is_preview]
        assert sum(done.imported for done in counts) == len(stamps)
        durations = (log.duration for log in self.plugin.timelogs().values())
        assert sum(done.minutes for done in counts) == sum(one.total_minutes for one in durations)

    @invariant()
    def what_is_gone_is_not_in_harvest(self) -> None:
        """Only what was deleted in Harvest is gone."""
        there = {one.id for _, one in self._entries()}
        records = self.plugin.records().items()
        assert not there & {number for number, one in records if one.state is EntryState.GONE}

    @invariant()
    def one_run_lives_and_no_night_is_doubled(self) -> None:
        """One run holds the studio at most, and no connection has a night twice."""
        runs = self.plugin.runs()
        assert sum(not (run.is_over or run.is_resting) for run in runs) <= 1
        night = [
            (run.connection_id, run.request.night)
            for run in runs
            if run.request.kind is RunKind.NIGHTLY
        ]
        assert len(night) == len(set(night))

    @invariant()
    def a_preview_shows_each_entry_once_and_counts_what_it_shows(self) -> None:
        """Each preview counts the entries that it shows as coming in, and is never complete."""
        shown = self.plugin.database.committed("previewed_entries")
        for run in self.plugin.runs():
            if run.is_preview:
                assert run.progress.imported == len(shown.get((STUDIO, run.id), ()))
                assert not run.is_complete

    @invariant()
    def without_a_connection_nothing_is_left_of_it(self) -> None:
        """A studio without a connection has no pairs."""
        assert self.plugin.row() is not None or not self.plugin.pairs()


def test_any_history_loses_nothing_and_doubles_nothing(request: pytest.FixtureRequest) -> None:
    """In any history nothing is lost, nothing comes in twice, and every run ends."""
    long = request.config.getoption("--long")
    profile = settings.get_profile("long") if long else settings()
    run_state_machine_as_test(
        History, settings=settings(profile, suppress_health_check=list(HealthCheck))
    )
