"""Any history at all: what was importable is in Workroom once, whatever happened in between.

Hypothesis makes up histories and kills processes in them. Beside the plugin stands a model that
knows what must be there and what may be: a run that was done in one turn makes both the same.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.fakes.crash_points import Crash
from tests.fakes.harvest import FakeAccount, Fault, transient
from tests.fakes.plugin import CABIN, DRAWINGS, STUDIO, VILLA, FakedPlugin, faked_plugin
from tests.support.factories import entry
from workroom_harvest.domain import schedule
from workroom_harvest.domain.entries import HarvestEntry, Period
from workroom_harvest.domain.errors import HarvestImportError, NotConnected
from workroom_harvest.domain.run import ImportRun, RunKind, RunStatus
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

PAGES = (None, "commit", "committed", "asked entries", "answered entries")
CALLS = ("asked emails", "asked sight", "asked refresh", "answered refresh", "answered exchange")
MOMENTS = (*PAGES, *CALLS, "enqueue", "revoke")
ACCOUNTS = (1, 2)
PROJECTS, TARGETS = (VILLA, CABIN), ("villa", "cabin", None)
FIRST = date(2026, 6, 1)
WHOLE = Period(FIRST, FIRST + timedelta(days=29))

accounts = st.sampled_from(ACCOUNTS)
days = st.integers(0, 29).map(lambda number: FIRST + timedelta(days=number))
numbers = st.integers(0, 99)
few = st.integers(0, 4)
moments = st.sampled_from(MOMENTS)
periods = st.one_of(
    st.just(WHOLE),
    st.builds(lambda one, two: Period(min(one, two), max(one, two)), days, days),
)


class History(RuleBasedStateMachine):
    """A studio, two Harvest accounts, and a model of what should have become of their entries."""

    def __init__(self) -> None:
        super().__init__()
        self.plugin: FakedPlugin = faked_plugin(page_size=2)
        self.must: set[int] = set()
        self.may: set[int] = set()
        self.owed: dict[str, set[int]] = {}
        self.listed: dict[str, set[int] | None] = {}
        self.nights_from: datetime | None = None
        second = self.plugin.harvest.account(2, "Second")
        second.projects, second.tasks = self.plugin.account.projects, self.plugin.account.tasks

    @initialize()
    def begin(self) -> None:
        """Connected, mapped, nights on, and five entries on three pages."""
        self.plugin.connect()
        self.plugin.map()
        self.plugin.log(5)
        self.automate(True)

    # What people do at Harvest.

    @rule(
        account=accounts,
        project=st.sampled_from((*PROJECTS, 99)),
        day=days,
        running=st.booleans(),
        count=st.integers(1, 4),
    )
    def log(self, account: int, project: int, day: date, running: bool, count: int) -> None:
        """Somebody logs entries."""
        for _ in range(count):
            made = entry(project_id=project, spent_on=day, is_running=running)
            self._account(account).put(made)

    @precondition(lambda self: self._entries())
    @rule(number=numbers, project=st.sampled_from(PROJECTS), day=days)
    def edit(self, number: int, project: int, day: date) -> None:
        """Somebody edits an entry; it may slide past a run that is half done."""
        account, one = self._chosen(number)
        account.put(replace(one, project_id=project, spent_on=day))
        self._touched(one)

    @precondition(lambda self: self._entries())
    @rule(number=numbers)
    def stop(self, number: int) -> None:
        """Somebody stops a timer."""
        account, one = self._chosen(number)
        account.stop(one.id, Decimal("0.5"))
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

    @rule(account=accounts)
    def begin_again(self, account: int) -> None:
        """Somebody connects and maps what there is."""
        self.connect(account, None, 0)
        self.plugin.map()

    @rule()
    def expire(self) -> None:
        """Access tokens die."""
        self.plugin.harvest.expire()

    @rule()
    def forget_links(self) -> None:
        """Kept addresses go stale."""
        self.plugin.harvest.forget_links()

    @rule(
        page=st.integers(0, 3),
        times=st.integers(1, 12),
        call=st.sampled_from(("entries", "emails", "sight")),
    )
    def be_in_trouble(self, page: int, times: int, call: str) -> None:
        """Harvest has a problem, for a while or for too long."""
        self.plugin.harvest.faults[:] = [Fault(call, transient(), page, times)]

    # What people do at Workroom.

    @rule(account=accounts, at=moments, after=few)
    def connect(self, account: int, at: str | None, after: int) -> None:
        """The same account or another one; killed, it is done or undone."""
        before = self._held()
        self._killed(at, after, _told(lambda: self.plugin.connect(account)))
        held = self._held()
        assert held in (before, account)
        if held != before:
            self.nights_from = None

    @rule(
        project=st.sampled_from(PROJECTS),
        choice=st.sampled_from(TARGETS),
        at=moments,
    )
    def map(self, project: int, choice: str | None, at: str | None) -> None:
        """Somebody maps a project, or unmaps it; killed, it is done or undone."""
        before = self.plugin.pairs()
        self._killed(at, 0, _told(lambda: self.plugin.map(_changes(project, choice))))
        assert self.plugin.pairs() in (before, _mapped(before, project, choice))

    @rule(on=st.booleans())
    def automate(self, on: bool) -> None:
        """Somebody switches nights on or off."""
        try:
            self.plugin.use.set_automated_sync(STUDIO, on)
        except NotConnected:
            return
        last_slot = schedule.slot(schedule.latest_night(self.plugin.clock.now()))
        self.nights_from = (self.nights_from or last_slot) if on else None

    @rule(period=periods, at=moments, after=few)
    def request(self, period: Period, at: str | None, after: int) -> None:
        """Somebody clicks *Import from Harvest*."""
        self._killed(at, after, _told(lambda: self.plugin.request(period)))

    @rule(period=periods, at=moments, after=few)
    def request_and_work(self, period: Period, at: str | None, after: int) -> None:
        """Somebody clicks, and a worker is free; perhaps it is killed at it."""
        self.request(period, None, 0)
        self.work(at, after)

    @rule(at=moments, after=few)
    def disconnect(self, at: str | None, after: int) -> None:
        """Somebody disconnects; tokens and pairs go, and timelogs stay."""
        before = self.plugin.timelogs()
        was_killed = self._killed(at, after, lambda: self.plugin.use.disconnect(STUDIO))
        assert self.plugin.timelogs() == before
        if not was_killed:
            assert self.plugin.row() is None
        if self.plugin.row() is None:
            self.nights_from = None
            assert self.plugin.pairs() == {}
            assert self.plugin.live() is None

    # What processes do.

    @rule(at=moments, after=few)
    def work(self, at: str | None, after: int) -> None:
        """A worker takes what waits; perhaps it is killed at it."""
        run_id = self.plugin.queue.take()
        if run_id is not None:
            self._turn(run_id, at, after)

    @rule(minutes=st.integers(1, 5), at=moments, after=few)
    def tick(self, minutes: int, at: str | None, after: int) -> None:
        """The scheduler looks."""
        self._killed(at, after, lambda: self.plugin.tick(timedelta(minutes=minutes)))

    @rule(count=st.integers(1, 15), at=moments, after=few)
    def night(self, count: int, at: str | None, after: int) -> None:
        """So many nights later it is past two."""
        then = schedule.next_slot(self.plugin.clock.now()) + timedelta(days=count - 1)
        self.plugin.clock.advance(then - self.plugin.clock.now())
        self.tick(1, at, after)

    @rule(at=moments, after=few)
    def night_and_work(self, at: str | None, after: int) -> None:
        """The next night, and a worker is free; perhaps it is killed at it."""
        self.night(1, None, 0)
        self.work(at, after)

    @rule(minutes=st.integers(1, 3), at=moments, after=few)
    def take_up(self, minutes: int, at: str | None, after: int) -> None:
        """A tick, and a worker is free; perhaps it is killed at it."""
        self.tick(minutes, None, 0)
        self.work(at, after)

    @rule(at=st.sampled_from(PAGES), after=st.integers(2, 6), links_are_stale=st.booleans())
    def break_off_and_go_on(self, at: str | None, after: int, links_are_stale: bool) -> None:
        """A worker is killed between its pages, and another takes the run up."""
        self.request_and_work(WHOLE, at, after)
        if links_are_stale:
            self.forget_links()
        self.settle()

    @rule()
    def lose_the_queue(self) -> None:
        """Redis comes back empty."""
        self.plugin.queue.lose()

    @rule()
    def settle(self) -> None:
        """Everybody is left alone until no run lives."""
        self.plugin.harvest.faults.clear()
        for _ in range(60):
            while (run_id := self.plugin.queue.take()) is not None:
                self._turn(run_id, None, 0)
            if self.plugin.live() is None:
                return
            self.plugin.tick()
        raise AssertionError("a run lives for ever")

    def teardown(self) -> None:
        """In the end no run lives."""
        self.settle()
        self.nothing_is_lost_and_nothing_is_twice()

    # What holds after each of them.

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """Timelogs, ledger, counts and the model agree."""
        stamps = self.plugin.timelogs().keys()
        assert self.must <= stamps <= self.may
        assert {stamp for _, stamp in self.plugin.database.committed("ledger")} == stamps
        assert sum(run.imported for run in self.plugin.runs()) == len(stamps)

    @invariant()
    def one_run_lives_and_no_night_is_doubled(self) -> None:
        """At most; a night that rests does not hold the studio."""
        runs = self.plugin.runs()
        assert sum(not (run.is_over or run.is_resting) for run in runs) <= 1
        night = [(run.connection_id, run.night) for run in runs if run.kind is RunKind.NIGHTLY]
        assert len(night) == len(set(night))

    @invariant()
    def without_a_connection_nothing_is_left_of_it(self) -> None:
        """Neither tokens nor pairs."""
        assert self.plugin.row() is not None or not self.plugin.pairs()

    # The model.

    def _turn(self, run_id: str, at: str | None, after: int) -> None:
        """A worker's turn at a run, with what it owes."""
        run = self._run(run_id)
        if not run.is_over:
            self.may |= self._importable(run, self._window(run))
            seen = self._importable(run, self._promised(run))
            self.owed[run_id] = self.owed.get(run_id, seen) & seen
            listed = self._listed(run)
            self.listed[run_id] = listed if self.listed.get(run_id, listed) == listed else None
        self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        done = self._run(run_id)
        if done.status is RunStatus.FINISHED and not run.is_over:
            self.must |= self.owed[run_id]
            assert self.listed[run_id] is None or done.total == len(self.listed[run_id] or ())
            if done.kind is RunKind.NIGHTLY and self.nights_from is not None:
                self.nights_from = done.started_at

    def _importable(self, run: ImportRun, window: Period | datetime) -> set[int]:
        """What a run would bring in now, if it were done in one go."""
        row = self.plugin.row()
        if row is None or row.connection.id != run.connection_id:
            return set()
        pairs = self.plugin.pairs()
        found = self._account(row.connection.harvest_account.id).within(window)
        return {
            one.id
            for one in found
            if not one.is_running
            and one.project_id in pairs
            and one.task_id in pairs
            and (run.reach is None or run.reach.first <= one.spent_on <= run.reach.last)
        }

    def _listed(self, run: ImportRun) -> set[int]:
        """What Harvest lists for a run now."""
        row = self.plugin.row()
        number = row.connection.harvest_account.id if row else 0
        return {one.id for one in self._account(number).within(self._window(run))}

    def _window(self, run: ImportRun) -> Period | datetime:
        """What the run asks Harvest for."""
        window = run.period or run.updated_since
        assert window is not None
        return window

    def _promised(self, run: ImportRun) -> Period | datetime:
        """What people were promised: for a night all since the last that was good."""
        if run.kind is not RunKind.NIGHTLY or run.night is None:
            return self._window(run)
        day_before = schedule.slot(run.night) - timedelta(days=1)
        return min(self.nights_from or day_before, day_before)

    def _touched(self, one: HarvestEntry) -> None:
        """An entry that changes while a run is half done may be missed by it, or met twice."""
        for run_id, owed in self.owed.items():
            owed.discard(one.id)
            self.listed[run_id] = None

    # What is where.

    def _account(self, number: int) -> FakeAccount:
        return self.plugin.harvest.account(number, "")

    def _entries(self) -> list[tuple[FakeAccount, HarvestEntry]]:
        both = (self._account(number) for number in ACCOUNTS)
        return [(account, one) for account in both for one in account.entries.values()]

    def _chosen(self, number: int) -> tuple[FakeAccount, HarvestEntry]:
        every = self._entries()
        return every[number % len(every)]

    def _held(self) -> int | None:
        row = self.plugin.row()
        return row.connection.harvest_account.id if row else None

    def _run(self, run_id: str) -> ImportRun:
        return next(run for run in self.plugin.runs() if run.id == run_id)

    def _killed(self, at: str | None, after: int, action: Callable[[], object]) -> bool:
        """Do something, perhaps killed at a moment; whether it was."""
        if at is not None:
            self.plugin.moments.kill(at, after=after)
        try:
            action()
        except Crash:
            return True
        finally:
            self.plugin.moments.revive()
        return False


def _told(action: Callable[[], object]) -> Callable[[], None]:
    """Where it cannot be done a page says why: there is nothing to do but to read."""

    def act() -> None:
        with suppress(HarvestImportError):
            action()

    return act


def _changes(project: int, target: str | None) -> MappingChanges:
    return MappingChanges((Choice(project, target),), (Choice(DRAWINGS, "drawings"),))


def _mapped(pairs: dict[int, str], project: int, target: str | None) -> dict[int, str]:
    """The pairs after a save: 1:1."""
    kept = {key: held for key, held in pairs.items() if key != project and held != target}
    return kept | ({project: target} if target else {}) | {DRAWINGS: "drawings"}


def test_any_history_loses_nothing_and_doubles_nothing(request: pytest.FixtureRequest) -> None:
    """And no run lives for ever."""
    long = request.config.getoption("--long")
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=3000 if long else 120,
            stateful_step_count=60 if long else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
