"""What a run must have done that has finished, and what one must say that has failed."""

from collections.abc import Collection, Mapping

from tests.use_cases.history.touches import Before, Touches
from tests.use_cases.history.words import said_of
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.correcting.undo_page import PAGE


class Finished(Touches):
    """Each run that is over is held against what was asked of it."""

    def _has_undone_all(self, run: ImportRun, before: Before) -> None:
        """Demand that nothing of the run stands but what is protected; it was done in one turn."""
        logs = self.plugin.timelogs()
        for number, row in self.plugin.lasting.ledger().items():
            is_his = row.record.run_id == run.request.undoes and row.record.state.has_timelog
            if is_his and row.known.harvest_account_id == before.held and number in logs:
                assert number in before.protected
        assert run.progress.imported == self.brought[run.id]
        assert run.progress.minutes == self.minutes[run.id]
        assert run.progress.total <= PAGE

    def _has_corrected_all(self, run: ImportRun, before: Before) -> None:
        """Demand that all was corrected that could be; it was done in one turn."""
        entries, states = self._account(before.held).entries, self._states()
        for number, shown in self.chosen[run.id].items():
            row = before.rows[number]
            one, is_there = entries.get(number), number in before.logs
            is_free = is_there and number not in before.protected
            if row.known.harvest_account_id != before.held or (one and self._is_odd(one, before)):
                continue
            if self.dismissed.get(number) == (row.record.state, row.record.said):
                # Somebody let it be after the click.
                continue
            match row.record.state:
                case EntryState.CHANGED if one and is_free and self._fingerprint(one) == shown:
                    assert states[number] is EntryState.IMPORTED
                    self._is_as_harvest_says(number, before)
                case EntryState.DELETED if one and not is_there and self._fingerprint(one) == shown:
                    assert number in self.plugin.timelogs() or number in self._refused()
                case EntryState.ORPHANED if one is None and is_free:
                    assert states[number] is EntryState.GONE
        assert run.progress.total <= len(self.chosen[run.id])

    def _has_said_why(self, run: ImportRun, *, was_killed: bool) -> None:
        """Demand that a failed run says why, and that no lie of the host's went unnoticed."""
        assert (run.failure is not None) is (run.status is RunStatus.FAILED)
        if self.host.has_lied and not was_killed:
            assert run.failure is not None
            assert run.failure.code.startswith("host_")

    def _is_odd(self, one: HarvestEntry, before: Before) -> bool:
        pairs = before.pairs
        return one.is_running or one.project_id not in pairs or one.task_id not in pairs

    def _refused(self) -> Collection[int]:
        return self.plugin.workroom.refuses.keys()

    def _states(self) -> Mapping[int, EntryState]:
        return {number: row.record.state for number, row in self.plugin.lasting.ledger().items()}

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
