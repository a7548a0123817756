"""What happens at Harvest in a history."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.harvest_faults import Fault, transient
from tests.support.factories import entry
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.strategies import (
    PROJECTS,
    TASKS,
    USERS,
    accounts,
    amounts,
    days,
    numbers,
)


class HarvestRules(HistoryModel):
    """People log, edit and delete entries, and grants, tokens and addresses end."""

    @rule(
        account=accounts,
        project=st.sampled_from((*PROJECTS, 99)),
        day=days,
        running=st.booleans(),
        count=st.integers(1, 4),
        task=st.sampled_from(TASKS),
        user=st.sampled_from(USERS),
        hours=amounts,
    )
    def log(
        self,
        account: int,
        project: int,
        day: date,
        running: bool,
        count: int,
        task: int = TASKS[0],
        user: int | None = USERS[0],
        hours: Decimal = Decimal(1),
    ) -> None:
        """Somebody logs so many entries."""
        for _ in range(count):
            made = entry(
                project_id=project,
                task_id=task,
                user_id=user,
                spent_on=day,
                hours=hours,
                is_running=running,
            )
            self._put(self._account(account), made)

    @precondition(lambda self: self._entries())
    @rule(number=numbers, day=days)
    def log_the_same_id(self, number: int, day: date) -> None:
        """The other account gets an entry of an id that this one has, which is a conflict."""
        account, one = self._chosen(number)
        other = self._account(3 - account.id)
        if (other.id, one.id) not in self.listed_ever:
            self._put(other, replace(one, spent_on=day))
            self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers, project=st.sampled_from(PROJECTS), day=days)
    def edit(self, number: int, project: int, day: date) -> None:
        """Somebody edits an entry, which may move it past a run that is half done."""
        account, one = self._chosen(number)
        self._put(account, replace(one, project_id=project, spent_on=day))
        self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers, hours=amounts, task=st.sampled_from(TASKS), billable=st.booleans())
    def correct(self, number: int, hours: Decimal, task: int, billable: bool) -> None:
        """Somebody corrects the hours, the task and the billable flag of an entry."""
        account, one = self._chosen(number)
        self._put(account, replace(one, hours=hours, task_id=task, billable=billable))
        self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers, hours=amounts)
    def stop(self, number: int, hours: Decimal) -> None:
        """Somebody stops a timer."""
        account, one = self._chosen(number)
        self._put(account, replace(one, is_running=False, hours=hours))
        self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers)
    def restart(self, number: int) -> None:
        """Somebody restarts the timer of an entry, which may be imported already."""
        account, one = self._chosen(number)
        self._put(account, replace(one, is_running=True))
        self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers)
    def delete(self, number: int) -> None:
        """Somebody deletes an entry."""
        account, one = self._chosen(number)
        account.remove(one.id)
        self._touched(one)

    @rule()
    def withdraw(self) -> None:
        """Somebody withdraws the grant."""
        self.plugin.harvest.withdraw()

    @rule()
    def expire(self) -> None:
        """Every access token expires."""
        self.plugin.harvest.expire()

    @rule()
    def forget_links(self) -> None:
        """Every address of a next page goes stale."""
        self.plugin.harvest.forget_links()

    @rule(
        page=st.integers(0, 3),
        times=st.integers(1, 12),
        call=st.sampled_from(("entries", "emails", "sight", "entry")),
    )
    def be_in_trouble(self, page: int, times: int, call: str) -> None:
        """Harvest fails at one kind of call, for a while or for too long."""
        self.plugin.harvest.faults[:] = [Fault(call, transient(), page, times)]
