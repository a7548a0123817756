"""A studio, its Harvest and what others do there, for processes that a schedule disturbs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.fakes.clock import ClockAhead
from tests.fakes.plugin import FakedPlugin
from tests.schedules.facts import Change, Facts, broken_by
from tests.schedules.grants import GrantsInHand
from tests.schedules.schedule import Disturbance, Kind, Schedule
from tests.schedules.scheduler import Scheduler
from tests.schedules.studio import faked
from tests.support.undo_pages import with_undo_pages
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.use_cases import UseCases, bind

LONGER_THAN_A_LEASE = timedelta(minutes=2)
UNDONE_AT_ONCE = 2
"""How many timelogs an undo removes in one commit."""

IDLE = 9.0
"""Seconds that a sleep lasts at least while no other process is ready: whoever polls every tenth of
a second for a claim of 45 would pass the same moments hundreds of times."""

BEFORE = ("begin", "asked", "revoke", "enqueue", "waiting", "take")
AFTER = ("committed", "answered")


@dataclass(frozen=True)
class ProcessClock(ClockAhead):
    """A process's clock, which is off by `ahead`; whoever sleeps by it gives way."""

    scheduler: Scheduler

    def sleep(self, seconds: float) -> None:
        """Let others run, and time go by."""
        others_ran = self.scheduler.give_way()
        super().sleep(seconds if others_ran else max(seconds, IDLE))


class World:
    """A studio in memory; unless told otherwise it is connected, with two of three projects mapped.

    Harvest has an entry of each project, on two pages, and a second account. `at_first` is what
    lasted when the processes began, and `edited` what somebody had edited in Workroom by then.
    """

    def __init__(self, plugin: FakedPlugin | None = None, *, is_connected: bool = True) -> None:
        self.plugin = plugin or faked()
        self.scheduler: Scheduler | None = None
        self.grants = GrantsInHand(self.plugin.harvest, self.tokens, self.pending)
        self.broken: list[str] = []
        self.edited: Mapping[int, object] = {}
        self.has_halted = False
        self.plugin.use = with_undo_pages(self.plugin.use, UNDONE_AT_ONCE)
        self._last = self.at_first = self.facts()
        self.plugin.moments.watchers.append(self._reached)
        if is_connected:
            self.plugin.connect()
            self.plugin.map()

    def begin(self, schedule: Schedule) -> Scheduler:
        """Return the scheduler to which moments are told from now on."""
        self._last = self.at_first = self.facts()
        self.scheduler = Scheduler(schedule, self)
        return self.scheduler

    def use_cases(self, ahead: timedelta, scheduler: Scheduler) -> UseCases:
        """Return the use cases of a process whose clock is so much ahead."""
        use = bind(self.ports(ProcessClock(self.plugin.clock, ahead, scheduler)))
        return with_undo_pages(use, UNDONE_AT_ONCE)

    def ports(self, clock: Clock) -> Ports:
        """Return the ports of a process with this clock."""
        return replace(self.plugin.ports, clock=clock)

    def tokens(self) -> Tokens | None:
        """Return the pair that lasted in the database, if any."""
        row = self.plugin.row()
        return row.tokens if row else None

    def pending(self) -> Collection[Tokens]:
        """Return the pairs that lasted in the database until somebody confirms them."""
        rows: dict[object, tuple[PendingGrant, object]] = dict(
            self.plugin.database.committed("pending_grants")
        )
        return [grant.tokens for grant, _ in rows.values()]

    def facts(self) -> Facts:
        """Return what lasted until now."""
        row, records = self.plugin.row(), self.plugin.records()
        return Facts(
            connection=row.connection if row else None,
            tokens=self.tokens(),
            pairs=self.plugin.pairs(),
            runs={run.id: run for run in self.plugin.runs()},
            named={key[1] for key in self.plugin.database.committed("harvest_items")},
            ledger={
                number: record.run_id
                for number, record in records.items()
                if record.run_id is not None
            },
            deleted=[
                number for number, record in records.items() if record.state is EntryState.DELETED
            ],
            events=[
                Change(key[1], event.run_id, event.before.state, event.after.state, event.at)
                for key, event in self.plugin.database.committed("entry_events").items()
            ],
            timelogs=self.plugin.timelogs(),
        )

    def state(self) -> Sequence[object] | None:
        """Return all that can make a difference to what comes next, or None.

        In memory, to look into everything takes longer than to let it settle once more.
        """
        return None

    def look(self) -> Facts:
        """Return what lasted until now, and note in `broken` what changed that may not change."""
        before, self._last = self._last, self.facts()
        accounts = self.plugin.harvest.open_accounts
        self.broken += broken_by(before, self._last, accounts, self.edited)
        return self._last

    def settle(self) -> None:
        """Let every lease run out, then work and tick until there is nothing left to do."""
        self.plugin.clock.advance(LONGER_THAN_A_LEASE)
        for _ in range(60):
            self.plugin.work()
            ticked = self.plugin.tick()
            is_over = all(run.is_over for run in self.facts().runs.values())
            if is_over and not (ticked.started or ticked.requeued):
                return
        self.broken.append("a run lives for an hour")

    def switched(self, process: str) -> None:
        """Take note of the grants that the process has in hand."""
        self.grants.note(process)

    def disturbed(self, disturbance: Disturbance) -> None:
        """Take note of who halts, and let time go by during a pause."""
        if disturbance.kind is not Kind.PREEMPT:
            self.has_halted = True
            is_killed = disturbance.kind is Kind.KILL
            self.grants.note_halt(disturbance.process, is_killed=is_killed)
        if disturbance.kind is Kind.PAUSE:
            self.plugin.clock.advance(LONGER_THAN_A_LEASE)

    def resumed(self) -> None:
        """Tick and work, as others did meanwhile: they take up what seemed to be left lying."""
        self.plugin.tick()
        self.plugin.work()
        self.look()

    def _reached(self, moment: str) -> None:
        if moment == "committed":
            self.look()
        if self.scheduler is not None:
            self.scheduler.reached(moment, _kinds(moment))


def _kinds(moment: str) -> Collection[Kind]:
    """Return how a process may be disturbed at a moment.

    `BEFORE` a transaction or a call to a port, in every way. Between two of those it does nothing
    that others could see, so it makes no difference where in between it is preempted or killed. A
    pause may make one, since the process looks at its clock, so there is one `AFTER` each, too.
    Within a transaction nobody gives way: there is one at a time, the others would only wait.
    """
    if moment.startswith(BEFORE):
        return tuple(Kind)
    return (Kind.PAUSE,) if moment.startswith(AFTER) else ()
