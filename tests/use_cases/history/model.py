"""The plugin over the fakes, and beside it a model of what must be there and what may be.

A run that was done in one turn makes both the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis.stateful import RuleBasedStateMachine

from tests.fakes.crash_points import Crash
from tests.fakes.entry_rows import EntryRow
from tests.fakes.harvest_account import FakeAccount
from tests.fakes.plugin import FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.use_cases.history.strategies import ACCOUNTS
from workroom_harvest.domain import schedule
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import WaitingGroup
from workroom_harvest.domain.window import ChangedSince, Waiting, Window


class HistoryModel(RuleBasedStateMachine):
    """A studio, two Harvest accounts, and what should have become of their entries."""

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

    def _turn(self, run_id: str, at: str | None, after: int) -> None:
        """Let a worker do a time slice of a run, and note what the run owes."""
        run = self._run(run_id)
        if run.is_preview:
            self._preview_turn(run_id, at, after)
            return
        if not run.is_over:
            self.may |= self._importable(run, run.request.window)
            seen = self._importable(run, self._promised(run))
            self.owed[run_id] = self.owed.get(run_id, seen) & seen
            now = self._listed(run)
            self.listed[run_id] = now if self.listed.get(run_id, now) == now else None
        self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        done = self._run(run_id)
        if done.status is RunStatus.FINISHED and not run.is_over:
            self.must |= self.owed[run_id]
            listed = self.listed[run_id]
            if listed is not None:
                assert done.progress.total == len(listed)
                assert listed <= self.plugin.records().keys()
            if done.request.kind is RunKind.NIGHTLY and self.nights_from is not None:
                self.nights_from = done.started_at

    def _preview_turn(self, run_id: str, at: str | None, after: int) -> None:
        """Let a worker do a time slice of a preview, which changes no entry and no timelog."""
        tables = ("timelogs", "entries", "harvest_items", "project_pairs", "task_pairs")
        before = [self.plugin.database.committed(name) for name in tables]
        self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        assert [self.plugin.database.committed(name) for name in tables] == before

    def _importable(self, run: ImportRun, window: Window) -> set[int]:
        """Return the ids that the run would import if it were done now in one go."""
        row = self.plugin.row()
        if row is None or row.connection.id != run.connection_id:
            return set()
        pairs, asked = self.plugin.pairs(), run.request.window
        account = self._account(row.connection.harvest_account.id)
        found = account.within(window)
        if isinstance(window, Waiting):
            # What moved is asked for by its id.
            wanted = self._wanted(account.id, window.group)
            found = [one for one in account.entries.values() if one.id in wanted]
        return {
            one.id
            for one in found
            if not one.is_running
            and one.project_id in pairs
            and one.task_id in pairs
            and (
                not isinstance(asked, ChangedSince)
                or asked.reach.first <= one.spent_on <= asked.reach.last
            )
        }

    def _wanted(self, account_id: int, group: WaitingGroup) -> set[int]:
        """Return the ids of what waits for the mapping of a project, as far as that is known."""
        rows: dict[tuple[str, int], EntryRow] = dict(self.plugin.database.committed("entries"))
        pairs = self.plugin.pairs()
        waits = {SkipReason.PROJECT_NOT_MAPPED}
        if group.harvest_id not in pairs:
            waits.add(SkipReason.TASK_NOT_MAPPED)
        return {
            number
            for (_, number), row in rows.items()
            if row.harvest_account_id == account_id
            and row.record.reason in waits
            and row.project_id == group.harvest_id
            and (group.harvest_id not in pairs or row.task_id in pairs)
        }

    def _listed(self, run: ImportRun) -> set[int] | None:
        """Return the ids that Harvest lists for the run now, or None if it takes some of them."""
        if run.picks:
            return None
        row = self.plugin.row()
        number = row.connection.harvest_account.id if row else 0
        return {one.id for one in self._account(number).within(run.request.window)}

    def _promised(self, run: ImportRun) -> Window:
        """Return what people were promised: for a night all since the last good one."""
        asked, night = run.request.window, run.request.night
        if night is None or not isinstance(asked, ChangedSince):
            return asked
        day_before = schedule.slot(night) - timedelta(days=1)
        return ChangedSince(min(self.nights_from or day_before, day_before), asked.reach)

    def _touched(self, one: HarvestEntry) -> None:
        """Forgive every run that is half done for an entry that changes meanwhile."""
        for run_id, owed in self.owed.items():
            owed.discard(one.id)
            self.listed[run_id] = None

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
        """Do something, perhaps killed at a moment, and return whether it was."""
        if at is not None:
            self.plugin.moments.kill(at, after=after)
        try:
            action()
        except Crash:
            return True
        finally:
            self.plugin.moments.revive()
        return False
