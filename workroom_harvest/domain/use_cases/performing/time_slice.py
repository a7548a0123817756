"""A worker's time slice of a run: page after page, until the run or the slice is over."""

from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.performing.after_error import AfterError
from workroom_harvest.domain.use_cases.performing.back_off import SHORT_WAIT
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun
from workroom_harvest.domain.use_cases.performing.turn_page import TurnPage
from workroom_harvest.domain.use_cases.performing.turn_undo_page import TurnUndoPage

TIME_SLICE = 15.0
"""Seconds after which a run leaves its worker to others, so that a slow Harvest delays nobody."""

MOST_ATTEMPTS = 30
"""How often a run is started without completing a page, about half an hour of ticks."""


@dataclass(frozen=True)
class TimeSlice:
    """A time slice of a run that a worker holds."""

    held: HeldRun

    def work(self, ends: float) -> None:
        """Continue the run until it is over, or the slice, at `ends` by the monotonic clock.

        Raise `LeaseLost` if another worker has taken over, and what else `outcomes.OUTCOMES` says
        is raised; then the tick starts the run again.
        """
        turn_page = TurnUndoPage(self.held) if self.held.run.request.undoes else TurnPage(self.held)
        after_error = AfterError(self.held)
        goes_on = self._takes_up()
        while goes_on:
            try:
                goes_on = turn_page(ends)
            except Exception as error:
                goes_on = after_error(error, ends)

    def _takes_up(self) -> bool:
        """Start the run where it was left; return False if there is nothing to do in this slice."""
        # The run is read again under the lease, as the former writer may have written a page since.
        with self.held.steps.store.transaction() as tx:
            run = tx.runs.by_id(self.held.run.id)
            now = tx.now()
        if run is None or run.is_over:
            return False
        if self._is_early(run, now):
            self.held.run = run
            return False
        self.held.save(run.start(self.held.steps.clock.now()))
        if self.held.run.attempts > MOST_ATTEMPTS:
            self.held.save(
                self.held.run.fail(Message(Code.IMPORT_STUCK), self.held.steps.clock.now())
            )
        return not self.held.run.is_over

    def _is_early(self, run: ImportRun, now: datetime) -> bool:
        """Sleep until the next try if that is soon; return True if it is not."""
        self.held.wait = run.retry_state.pause(now) if run.retry_state else 0.0
        if 0 < self.held.wait <= SHORT_WAIT:
            self.held.steps.clock.sleep(self.held.wait)
        return self.held.wait > SHORT_WAIT
