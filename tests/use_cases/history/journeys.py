"""What is several steps in a row, as chance alone would seldom take them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.harvest_account import FakeAccount
from tests.use_cases.history.harvest_rules import HarvestRules
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import (
    FIRST,
    MAPPABLE,
    PAGES,
    PROJECTS,
    TASKS,
    WHOLE,
    amounts,
    days,
    few,
    moments,
    numbers,
    periods,
)
from tests.use_cases.history.waiting_rules import WaitingRules
from tests.use_cases.history.workroom_rules import WorkroomRules
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import Days


class Journeys(HarvestRules, WorkroomRules, WaitingRules, ProcessRules):
    """People click and workers work, map late, leave out what waits, and change what came in."""

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

    @rule(
        group=st.sampled_from(MAPPABLE),
        then=st.sampled_from(("nothing", "import", "take back", "map", "away and back")),
        at=moments,
    )
    def leave_out_what_waits(self, group: WaitingGroup, then: str, at: str | None) -> None:
        """What waits for its project or task is left out, imported all the same, or taken back.

        It is taken back by hand or by mapping it; another account that comes in between does not.
        """
        number, held = group.harvest_id or 0, self._held() or 1
        self.settle()
        if group.kind is GroupKind.TASK:
            self.map_task(number, None, None)
            self.log(held, PROJECTS[0], FIRST, running=False, count=2, task=number)
        else:
            if number in PROJECTS:
                self.map(number, None, None)
            self.log(held, number, FIRST, running=False, count=2)
        self.request_and_work(WHOLE, None, 0)
        self.leave_out(group, at, 0)
        match then:
            case "import":
                self.request_and_work(WHOLE, None, 0)
                self.request_group(group, None, 0)
                self.work(None, 0)
            case "take back":
                self.take_back(group, None, 0)
            case "map" if group.kind is GroupKind.TASK:
                self.map_task(number, "plans", None)
            case "map" if number in PROJECTS:
                self.map(number, "cabin", None)
            case "away and back":
                self.connect(3 - held, None, 0)
                self.request_and_work(WHOLE, None, 0)
                self.connect(held, None, 0)

    @precondition(lambda self: self._came_in())
    @rule(number=numbers, project=st.sampled_from((*PROJECTS, 99)), day=days, hours=amounts)
    def change_what_came_in(self, number: int, project: int, day: date, hours: Decimal) -> None:
        """An entry that was imported is edited, and an import meets it again."""
        every = self._came_in()
        account, one = every[number % len(every)]
        self._put(account, replace(one, project_id=project, spent_on=day, hours=hours))
        self._touched(one)
        self.request_and_work(WHOLE, None, 0)

    def _came_in(self) -> list[tuple[FakeAccount, HarvestEntry]]:
        """Return what was imported and is still in Harvest, with its accounts."""
        stamps = self.plugin.timelogs()
        return [(account, one) for account, one in self._entries() if one.id in stamps]
