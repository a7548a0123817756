"""A studio, its Harvest and what others do there, for processes that a schedule disturbs."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.fakes.clock import ClockAhead
from tests.fakes.plugin import CABIN, MAPPED, STUDIO, VILLA, FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.schedules.facts import Facts, broken_by
from tests.schedules.grants import GrantsInHand
from tests.schedules.schedule import Disturbance, Kind
from tests.schedules.scheduler import Scheduler
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.use_cases import Ports, UseCases, bind
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

LAKE = 12
OTHER_ACCOUNT, OTHER_PROJECT, OTHER_TASK = 2, 30, 40
MAPPED_AT = {
    1: MappingChanges((*MAPPED.projects, Choice(LAKE, "lake")), MAPPED.tasks),
    OTHER_ACCOUNT: MappingChanges(
        (Choice(OTHER_PROJECT, "villa"),), (Choice(OTHER_TASK, "plans"),)
    ),
}
"""Everything that there is to map, by Harvest account."""

LONGER_THAN_A_LEASE = timedelta(minutes=2)
IDLE = 9.0
"""Seconds that a sleep lasts while nothing happens: a tenth at a time would be the same moments
hundreds of times over. Leases and claims last 40 and 45, and are waited for that long and longer.
"""

BEFORE = ("begin", "asked", "revoke", "enqueue", "waiting", "take")
AFTER = ("committed", "answered")


@dataclass(frozen=True)
class ProcessClock(ClockAhead):
    """A clock that is off by so much; whoever sleeps by it gives way."""

    scheduler: Scheduler

    def sleep(self, seconds: float) -> None:
        """Let time go by, and others go on; where nobody is ready, until they may have given up."""
        has_changed = self.scheduler.give_way()
        super().sleep(seconds if has_changed else max(seconds, IDLE))


class World:
    """A studio in memory; unless told otherwise it is connected, with two of three projects mapped.

    Harvest has an entry of each project, on two pages, and a second account.
    """

    def __init__(self, *, is_connected: bool = True) -> None:
        self.plugin = _faked()
        self.scheduler: Scheduler | None = None
        self.grants = GrantsInHand(self.plugin.harvest, self.tokens)
        self.broken: list[str] = []
        self.has_halted = False
        self._last = self.facts()
        self.plugin.moments.watchers.append(self._reached)
        if is_connected:
            self.plugin.connect()
            self.plugin.map()

    def use_cases(self, ahead: timedelta, scheduler: Scheduler) -> UseCases:
        """Return the use cases of a process whose clock is so much ahead."""
        return bind(self.ports(ProcessClock(self.plugin.clock, ahead, scheduler)))

    def ports(self, clock: Clock) -> Ports:
        """Return the ports of a process with this clock."""
        return replace(self.plugin.ports, clock=clock)

    def tokens(self) -> Tokens | None:
        """Return the pair that lasted in the database, if any."""
        row = self.plugin.row()
        return row.tokens if row else None

    def facts(self) -> Facts:
        """Return what lasted until now."""
        row, database = self.plugin.row(), self.plugin.database
        ledger: dict[tuple[str, int], str] = dict(database.committed("ledger"))
        return Facts(
            connection=row.connection if row else None,
            tokens=self.tokens(),
            pairs=self.plugin.pairs(),
            runs={run.id: run for run in self.plugin.runs()},
            ledger={entry_id: run_id for (_, entry_id), run_id in ledger.items()},
            timelogs=self.plugin.timelogs(),
        )

    def settle(self) -> None:
        """Let every lease run out, and ticks and workers go on until no run lives."""
        self.plugin.clock.advance(LONGER_THAN_A_LEASE)
        for _ in range(60):
            self.plugin.work()
            if all(run.is_over for run in self.facts().runs.values()):
                return
            self.plugin.tick()
        self.broken.append("a run lives for an hour")

    def switched(self, process: str) -> None:
        """Take note of what the process has in hand."""
        self.grants.note(process)

    def disturbed(self, disturbance: Disturbance) -> None:
        """Take note of who halts, and let time go by during a pause."""
        if disturbance.kind != Kind.PREEMPT:
            self.has_halted = True
            is_killed = disturbance.kind == Kind.KILL
            self.grants.note_halt(disturbance.process, is_killed=is_killed)
        if disturbance.kind == Kind.PAUSE:
            self.plugin.clock.advance(LONGER_THAN_A_LEASE)

    def resumed(self) -> None:
        """During a pause scheduler and worker go on: they take up what seems to be left."""
        self.plugin.tick()
        self.plugin.work()

    def _reached(self, moment: str) -> None:
        if moment == "committed":
            before, self._last = self._last, self.facts()
            self.broken += broken_by(before, self._last, self.plugin.harvest.open_accounts)
        if self.scheduler is not None:
            self.scheduler.reached(moment, _kinds(moment))


def _kinds(moment: str) -> Collection[Kind]:
    """Return how a process may be disturbed at a moment.

    Between two of `BEFORE` a process does nothing that others see, so that it makes no difference
    to them where in between it is preempted or killed. To itself it does, in a pause, since it
    looks at its clock.
    """
    if moment.startswith(BEFORE):
        return tuple(Kind)
    return (Kind.PAUSE,) if moment.startswith(AFTER) else ()


def _faked() -> FakedPlugin:
    plugin = faked_plugin(page_size=2)
    plugin.workroom.studio(STUDIO).projects.append(Project("lake", "Lake"))
    plugin.account.projects[LAKE] = HarvestItem(LAKE, "Lake")
    for number, project_id in enumerate((LAKE, VILLA, CABIN), start=1):
        plugin.log(id=number, project_id=project_id)
    other = plugin.harvest.account(OTHER_ACCOUNT, "Other")
    other.projects = {OTHER_PROJECT: HarvestItem(OTHER_PROJECT, "Theirs")}
    other.tasks = {OTHER_TASK: HarvestItem(OTHER_TASK, "Work")}
    other.put(plugin.log(id=9, project_id=OTHER_PROJECT, task_id=OTHER_TASK)[0])
    plugin.account.remove(9)
    return plugin
