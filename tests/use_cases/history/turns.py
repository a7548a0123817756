"""What a worker's turn at a run should lead to: a run that was done in one makes all of it sure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.fakes.harvest_account import FakeAccount
from tests.fakes.lasting import LedgerRow
from tests.use_cases.history.finished import Finished
from tests.use_cases.history.touches import Before
from tests.use_cases.history.words import waiting_key
from tests.use_cases.history.wrong_host import HostFaultError
from workroom_harvest.domain import schedule
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PASSING
from workroom_harvest.domain.waiting import Choices, Place, WaitingGroup, place
from workroom_harvest.domain.window import ChangedSince, Waiting, Window

A_MOMENT = timedelta(milliseconds=1)
"""How long a worker's turn takes, so that what two runs did is in order."""

UNTOUCHED_BY_PREVIEWS = (
    "timelogs",
    "entries",
    "entry_events",
    "harvest_items",
    "project_pairs",
    "task_pairs",
    "left_out",
)


class Turns(Finished):
    """Turns at runs, and what each of them owes."""

    def _turn(self, run_id: str, at: str | None, after: int) -> None:
        """Let a worker do a time slice of a run, and note what the run owes."""
        self.plugin.clock.advance(A_MOMENT)
        self.host.begin()
        run = self._run(run_id)
        if run.is_preview:
            self._preview_turn(run_id, at, after)
            return
        before = self._before()
        if run.is_import and not run.is_over:
            self._owes(run)
        was_killed = self._worked(run_id, at, after)
        done = self._run(run_id)
        self._has_touched_its_own(run, before)
        self._has_said_why(done, was_killed=was_killed)
        if done.status is RunStatus.FINISHED and not run.is_over:
            self._has_kept_its_word(run, done, before)

    def _worked(self, run_id: str, at: str | None, after: int) -> bool:
        """Let a worker do its work, whatever a host raises, and return whether it was killed."""
        try:
            return self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        except HostFaultError:
            return False

    def _owes(self, run: ImportRun) -> None:
        """Note what a run would bring in, list and miss if it were done now in one go."""
        self.may |= self._importable(run, run.request.window)
        seen = self._importable(run, self._promised(run))
        if self.host.fault is not None:
            seen = set()
        self.owed[run.id] = self.owed.get(run.id, seen) & seen
        now = self._listed(run)
        self.listed[run.id] = now if self.listed.get(run.id, now) == now else None
        gone = self._missing(run)
        self.missing[run.id] = self.missing.get(run.id, gone) & gone

    def _has_kept_its_word(self, run: ImportRun, done: ImportRun, before: Before) -> None:
        """Demand of a run that has finished what it owes."""
        is_undisturbed = run.status is RunStatus.QUEUED and self.host.fault is None
        if run.request.kind is RunKind.UNDO and is_undisturbed:
            self._has_undone_all(done, before)
        elif run.request.kind is RunKind.CORRECTION and is_undisturbed:
            self._has_corrected_all(done, before)
        elif run.is_import:
            self.must |= self.owed[run.id]
            self._has_found_gone(done)
            listed = self.listed[run.id]
            if listed is not None:
                assert done.progress.total == len(listed)
                self._has_last_word_about(listed)
            if done.request.kind is RunKind.NIGHTLY and self.nights_from is not None:
                self.nights_from = done.started_at

    def _preview_turn(self, run_id: str, at: str | None, after: int) -> None:
        """Let a worker do a time slice of a preview, which changes no entry and no timelog."""
        before = self.plugin.lasting.rows(UNTOUCHED_BY_PREVIEWS)
        self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        assert self.plugin.lasting.rows(UNTOUCHED_BY_PREVIEWS) == before

    def _importable(self, run: ImportRun, window: Window) -> set[int]:
        """Return the ids that the run would import if it were done now in one go."""
        connection = self.plugin.lasting.connection()
        if connection is None or connection.id != run.connection_id:
            return set()
        pairs, reach = self.plugin.pairs(), run.request.reach
        account = self._account(connection.harvest_account.id)
        rows = self.plugin.lasting.ledger()
        others = {
            number for number, row in rows.items() if row.known.harvest_account_id != account.id
        }
        kept = self._kept_away(run, rows)
        found = account.within(window)
        if isinstance(window, Waiting):
            # What moved is asked for by its id.
            wanted = self._wanted(account.id, window.group)
            found = [one for one in account.entries.values() if one.id in wanted]
        return {
            one.id
            for one in found
            if one.id not in others | kept | self.plugin.workroom.refuses.keys()
            and not one.is_running
            and one.project_id in pairs
            and one.task_id in pairs
            and (reach is None or reach.first <= one.spent_on <= reach.last)
            and self._is_wanted(account, one, run.request.wanted_since)
        }

    def _kept_away(self, run: ImportRun, rows: Mapping[int, LedgerRow]) -> set[int]:
        """Return what was deleted here, and for a night what was undone: it brings in neither."""
        logs = self.plugin.timelogs()
        kept = (
            (EntryState.DELETED,)
            if run.request.night is None
            else (EntryState.DELETED, EntryState.UNDONE)
        )
        return {
            number
            for number, row in rows.items()
            if row.record.state in kept or (row.record.state.has_timelog and number not in logs)
        }

    def _is_wanted(
        self, account: FakeAccount, one: HarvestEntry, wanted_since: datetime | None
    ) -> bool:
        """Return whether a night that reads its days may bring the entry in, or any other run."""
        row = self.plugin.lasting.ledger().get(one.id)
        passes = row is not None and row.record.reason in PASSING
        return wanted_since is None or passes or account.changed_at[one.id] > wanted_since

    def _wanted(self, account_id: int, group: WaitingGroup) -> set[int]:
        """Return the ids of what waits in a group, as far as that is known."""
        pairs = self.plugin.pairs()
        choices = Choices(pairs, pairs, {one for held, one in self.left_out if held == account_id})
        takes = (Place(group, is_mapped=True), Place(group, is_mapped=False))
        return {
            number
            for number, row in self.plugin.lasting.ledger().items()
            if row.known.harvest_account_id == account_id
            and row.record.reason is not None
            and place(waiting_key(row.known.said, row.record.reason), choices) in takes
        }

    def _missing(self, run: ImportRun) -> set[int]:
        """Return the ids of what waited in the run's group at the click, and is gone."""
        window, connection = run.request.window, self.plugin.lasting.connection()
        if not isinstance(window, Waiting) or not connection or connection.id != run.connection_id:
            return set()
        account, rows = self._account(self._held() or 0), self.plugin.lasting.ledger()
        return {
            number
            for number in self._wanted(account.id, window.group)
            if number not in account.entries and rows[number].known.listed_at <= run.created_at
        }

    def _listed(self, run: ImportRun) -> set[int] | None:
        """Return the ids that Harvest lists for the run now, or None if it takes some of them."""
        if run.picks:
            return None
        found = self._account(self._held() or 0).within(run.request.window)
        return {one.id for one in found}

    def _promised(self, run: ImportRun) -> Window:
        """Return what people were promised: for a night all since the last good one."""
        night, reach = run.request.night, run.request.reach
        if night is None or reach is None:
            return run.request.window
        day_before = schedule.slot(night) - timedelta(days=1)
        return ChangedSince(min(self.nights_from or day_before, day_before), reach)
