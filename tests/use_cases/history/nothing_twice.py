"""What was importable comes in once, and runs count what they brought in."""

from hypothesis.stateful import invariant

from tests.use_cases.history.model import HistoryModel
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import RunKind


class NothingTwice(HistoryModel):
    """Timelogs, ledger, runs and the model agree after each step."""

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """Timelogs, ledger, counts and the model agree."""
        stamps = self.plugin.timelogs().keys()
        assert self.must <= stamps <= self.may
        assert self.plugin.imported_ids() == stamps
        counts = [run.progress for run in self.plugin.runs() if not run.is_preview]
        assert sum(done.imported for done in counts) == len(stamps)
        durations = (log.duration for log in self.plugin.timelogs().values())
        assert sum(done.minutes for done in counts) == sum(one.total_minutes for one in durations)

    @invariant()
    def what_is_gone_is_not_in_harvest(self) -> None:
        """Only what was deleted in Harvest is gone."""
        there = {(account.id, one.id) for account, one in self._entries()}
        for number, row in self.plugin.lasting.ledger().items():
            if row.record.state is EntryState.GONE:
                assert (row.known.harvest_account_id, number) not in there

    @invariant()
    def one_run_lives_and_no_night_is_doubled(self) -> None:
        """One run holds the studio at most, and no connection has a night twice."""
        runs = self.plugin.runs()
        assert sum(not (run.is_over or run.is_resting) for run in runs) <= 1
        night = [
            (run.connection_id, run.request.night)
            for run in runs
            if run.request.kind is RunKind.NIGHTLY
        ]
        assert len(night) == len(set(night))

    @invariant()
    def a_preview_shows_each_entry_once_and_counts_what_it_shows(self) -> None:
        """Each preview counts the entries that it shows as coming in, and is never complete."""
        for run in self.plugin.runs():
            if run.is_preview:
                assert run.progress.imported == self.plugin.lasting.previewed(run.id)
                assert not run.is_complete

    @invariant()
    def without_a_connection_nothing_is_left_of_it(self) -> None:
        """A studio without a connection has no pairs, and nothing is left out."""
        if self._held() is None:
            assert not self.plugin.pairs()
            assert not self.plugin.lasting.left_out()
