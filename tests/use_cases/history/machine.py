"""All that can happen in a history.

To add rules or invariants, write a class of them beside the others, on `HistoryModel`, and name it
among the bases of `History`; nothing else changes.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.support.factories import entry
from tests.use_cases.history.harvest_rules import HarvestRules
from tests.use_cases.history.no_silent_hour import NoSilentHour
from tests.use_cases.history.nothing_twice import NothingTwice
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import (
    FIRST,
    PAGES,
    PROJECTS,
    TASKS,
    WHOLE,
    few,
    moments,
    periods,
)
from tests.use_cases.history.waiting_rules import WaitingRules
from tests.use_cases.history.workroom_rules import WorkroomRules
from workroom_harvest.domain.window import Days


class History(HarvestRules, WorkroomRules, WaitingRules, ProcessRules, NothingTwice, NoSilentHour):
    """All that can happen in a history, and what holds after each step of it."""

    @initialize()
    def begin(self) -> None:
        """Connect, map, switch nights on, and log five entries, which fill three pages."""
        self.plugin.connect()
        self.plugin.map()
        for _ in range(5):
            self._put(self.plugin.account, entry())
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
        self.map_task(TASKS[0], "drawings", None)
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
        self.every_story_is_told()
