"""What a worker's turn at a run should lead to: a run that was done in one makes all of it sure."""

from datetime import datetime, timedelta

from tests.fakes.harvest_account import FakeAccount
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.words import said_of, waiting_key
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


class Turns(HistoryModel):
    """Turns at runs, and what each of them owes."""

    def _turn(self, run_id: str, at: str | None, after: int) -> None:
        """Let a worker do a time slice of a run, and note what the run owes."""
        self.plugin.clock.advance(A_MOMENT)
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
            gone = self._missing(run)
            self.missing[run_id] = self.missing.get(run_id, gone) & gone
        self._killed(at, after, lambda: self.plugin.use.perform_import(run_id))
        done = self._run(run_id)
        if done.status is RunStatus.FINISHED and not run.is_over:
            self.must |= self.owed[run_id]
            self._has_found_gone(done)
            listed = self.listed[run_id]
            if listed is not None:
                assert done.progress.total == len(listed)
                self._has_last_word_about(listed)
            if done.request.kind is RunKind.NIGHTLY and self.nights_from is not None:
                self.nights_from = done.started_at

    def _has_last_word_about(self, listed: set[int]) -> None:
        """Demand that the ledger has the entries as Harvest has them now, but for conflicts."""
        held = self._held() or 0
        rows, there = self.plugin.lasting.ledger(), self._account(held).entries
        for number in listed:
            known = rows[number].known
            if known.harvest_account_id == held:
                assert known.said == said_of(there[number]), number

    def _has_found_gone(self, run: ImportRun) -> None:
        """Demand that what the run missed is known to be gone, if it had no doubt."""
        if run.is_sure_of_gone:
            records = self.plugin.records()
            gone = {number for number, one in records.items() if one.state is EntryState.GONE}
            assert self.missing[run.id] <= gone

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
        found = account.within(window)
        if isinstance(window, Waiting):
            # What moved is asked for by its id.
            wanted = self._wanted(account.id, window.group)
            found = [one for one in account.entries.values() if one.id in wanted]
        return {
            one.id
            for one in found
            if one.id not in others | self.plugin.workroom.refuses.keys()
            and not one.is_running
            and one.project_id in pairs
            and one.task_id in pairs
            and (reach is None or reach.first <= one.spent_on <= reach.last)
            and self._is_wanted(account, one, run.request.wanted_since)
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
