"""What happens to imported entries in several steps in a row, as chance would seldom take them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.harvest_account import FakeAccount
from tests.use_cases.history.correction_rules import CorrectionRules
from tests.use_cases.history.host_rules import HostRules
from tests.use_cases.history.journeys import Journeys
from tests.use_cases.history.strategies import FIRST, WHOLE, amounts, few, moments, numbers
from tests.use_cases.history.timesheet_rules import TimesheetRules
from tests.use_cases.history.undo_rules import UndoRules
from tests.use_cases.history.wrong_host import Fault
from workroom_harvest.domain.entries import HarvestEntry

MEANWHILE = ("nothing", "nothing", "edit", "lock", "delete", "change", "unmap", "wrong")
"""What happens between a look at what may be done, and the click."""

meanwhiles = st.sampled_from(MEANWHILE)
faults = st.sampled_from(Fault)


class AfterImport(Journeys, TimesheetRules, UndoRules, CorrectionRules, HostRules):
    """Entries change or go, timelogs are lost, imports are undone, and something comes between."""

    @precondition(lambda self: self._came_in())
    @rule(number=numbers, hours=amounts, meanwhile=meanwhiles, fault=faults, at=moments, after=few)
    def change_and_apply(
        self, number: int, hours: Decimal, meanwhile: str, fault: Fault, at: str | None, after: int
    ) -> None:
        """An imported entry is changed in Harvest, found so, and corrected in Workroom."""
        self.settle()
        for account, one in self._some_that_came_in(number):
            self._put(account, replace(one, hours=hours, notes=f"{one.notes}."))
            self._touched(one)
        self._find_and_apply(number, meanwhile, fault, at, after)

    @precondition(lambda self: self._free())
    @rule(number=numbers, meanwhile=meanwhiles, fault=faults, at=moments, after=few)
    def lose_and_bring_back(
        self, number: int, meanwhile: str, fault: Fault, at: str | None, after: int
    ) -> None:
        """A timelog is deleted in Workroom, found so, and brought back."""
        self.settle()
        if self._free():
            self.delete_timelog(number)
        self._find_and_apply(number, meanwhile, fault, at, after)

    @precondition(lambda self: self._came_in())
    @rule(number=numbers, meanwhile=meanwhiles, fault=faults, at=moments, after=few)
    def orphan_and_remove(
        self, number: int, meanwhile: str, fault: Fault, at: str | None, after: int
    ) -> None:
        """An imported entry is deleted in Harvest, found so, and removed from Workroom."""
        self.settle()
        for account, one in self._some_that_came_in(number):
            account.remove(one.id)
            self._touched(one)
        self._find_and_apply(number, meanwhile, fault, at, after)

    @precondition(lambda self: self._free())
    @rule(number=numbers, is_put_back=st.booleans())
    def lose_on_both_sides(self, number: int, is_put_back: bool) -> None:
        """A timelog and then its entry are deleted, and the timelog may come back in between."""
        self.settle()
        if not self._free():
            return
        log = self._one_of(self._free(), number)
        self.delete_timelog(number)
        self.request_and_work(WHOLE, None, 0)
        account = next((one for one, each in self._entries() if each.id == log.entry_id), None)
        if account is not None:
            one = account.entries[log.entry_id]
            account.remove(one.id)
            self._touched(one)
        if is_put_back and self._removable():
            self.put_back(number)
        self.request_and_work(WHOLE, None, 0)

    @precondition(lambda self: self._free())
    @rule(
        number=numbers,
        meanwhile=meanwhiles,
        fault=faults,
        then=st.sampled_from(("nothing", "night", "import", "nights")),
        at=moments,
        after=few,
    )
    def undo_and_see(
        self, number: int, meanwhile: str, fault: Fault, then: str, at: str | None, after: int
    ) -> None:
        """An import is undone, perhaps with something in between, and others follow."""
        self.settle()
        self._meanwhile(meanwhile, number, fault)
        stamp = self._free()[number % len(self._free())].entry_id if self._free() else 0
        run_id = self.plugin.records()[stamp].run_id if stamp else None
        mine = [place for place, run in enumerate(self._imports()) if run.id == run_id]
        if mine:
            self.undo(mine[0], None, 0)
        self.work(at, after)
        match then:
            case "night":
                self.night_and_work(None, 0)
            case "nights":
                self.night(7, None, 0)
                self.settle()
            case "import":
                self.request_and_work(WHOLE, None, 0)

    def _find_and_apply(
        self, number: int, meanwhile: str, fault: Fault, at: str | None, after: int
    ) -> None:
        """Import, look at what differs, and apply all of it by name."""
        self.request_and_work(WHOLE, None, 0)
        self.settle()
        self.look_at_corrections()
        if named := self._named():
            self._meanwhile(meanwhile, number, fault)
            self._apply(named, None, 0)
            self.work(at, after)

    def _meanwhile(self, what: str, number: int, fault: Fault) -> None:
        match what:
            case "edit" if self._free():
                self.edit_timelog(number, "villa", FIRST, 3, "Mine")
            case "lock" if self._free():
                self.lock(number, "It is locked.")
            case "delete" if self._free():
                self.delete_timelog(number)
            case "change":
                for account, one in self._some_that_came_in(number):
                    self._put(account, replace(one, notes=f"{one.notes}?"))
                    self._touched(one)
            case "unmap":
                self.map(10, None, None)
            case "wrong":
                self.go_wrong(fault)

    def _some_that_came_in(self, number: int) -> list[tuple[FakeAccount, HarvestEntry]]:
        """Return one that was imported and is in Harvest, if there still is any."""
        every = self._came_in()
        return [every[number % len(every)]] if every else []
