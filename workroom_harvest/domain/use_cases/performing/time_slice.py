"""A worker's time slice of a run: page after page, until the run or the slice is over."""

from dataclasses import dataclass

from workroom_harvest.domain.messages import Code, Message
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
        """Wait until the run's next try, if that is soon; return whether to go on."""
        held, clock = self.held, self.held.steps.clock
        if held.wait > SHORT_WAIT:
            return False
        if held.wait > 0:
            clock.sleep(held.wait)
            held.save(held.run.start(clock.now()))
        if held.run.attempts > MOST_ATTEMPTS:
            held.save(held.run.fail(Message(Code.IMPORT_STUCK), clock.now()))
        return not held.run.is_over
