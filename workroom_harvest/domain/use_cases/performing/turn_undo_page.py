"""A page of a run that undoes another."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotAllowed
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun


@dataclass(frozen=True)
class TurnUndoPage:
    """Turn the pages of an undo, which asks Harvest nothing."""

    held: HeldRun

    def __call__(self, ends: float) -> bool:
        """Remove what stands on one page; return whether to go on in this slice.

        Raise `NotAllowed` if the host does not offer it any more.
        """
        held, steps = self.held, self.held.steps
        connection, _ = steps.check_preconditions(held.run)
        if steps.undo is None:
            raise NotAllowed(Code.CANNOT_UNDO)
        held.run = steps.undo(held.run, held.lease, connection)
        return not held.run.is_over and steps.clock.monotonic() < ends
