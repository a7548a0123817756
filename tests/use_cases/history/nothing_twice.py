"""What was importable comes in once, and runs count what they brought in."""

from collections import Counter

from hypothesis.stateful import invariant

from tests.use_cases.history.touches import Touches
from workroom_harvest.domain.run import RunKind


class NothingTwice(Touches):
    """Timelogs, ledger, runs and the model agree after each step."""

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """Timelogs, ledger, counts and the model agree."""
        stamps = self.plugin.timelogs().keys()
        assert self.must <= stamps, self.must - stamps
        assert stamps <= self.may, stamps - self.may
        known = self.plugin.imported_ids()
        assert stamps - self.back - self.hidden <= known
        assert known <= stamps | self.deleted
        self._runs_count_what_they_did()

    def _runs_count_what_they_did(self) -> None:
        """Demand that each run counts the timelogs that it wrote, changed or removed.

        One that goes on, or fails, counts anew what is there of it; what others removed is not.
        """
        left: Counter[str | None] = Counter(one.run_id for one in self.plugin.records().values())
        for run in self.plugin.runs():
            count, did = run.progress.imported, self.brought[run.id]
            if run.is_import:
                assert min(left[run.id], did) <= count <= did
                if left[run.id] == did and run.id not in self.retouched:
                    assert run.progress.minutes == self.minutes[run.id]
            elif not run.is_preview:
                assert did <= count

    @invariant()
    def what_is_gone_is_not_in_harvest(self) -> None:
        """Only what was deleted in Harvest is gone, with its timelog or without."""
        there = {(account.id, one.id) for account, one in self._entries()}
        for number, row in self.plugin.lasting.ledger().items():
            if not row.record.state.is_in_harvest:
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
