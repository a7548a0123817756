"""What becomes of a run at an error, in the hands of the worker that met it."""

import logging
from dataclasses import dataclass

from workroom_harvest.domain.errors import NotPro
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases.performing.back_off import SHORT_WAIT
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun
from workroom_harvest.domain.use_cases.performing.outcomes import (
    Outcome,
    outcome,
    reason,
    retry_after,
)

MOST_BREAKS = 3
"""How often an unexpected exception may interrupt an import at the same page."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AfterError:
    """Do with a run what the table of outcomes says."""

    held: HeldRun

    def __call__(self, error: Exception, ends: float) -> bool:
        """Do what becomes of the run at the error; return whether to go on in this slice."""
        match outcome(error):
            case Outcome.RAISE:
                raise error
            case Outcome.BREAK:
                self._break_off(error)
            case Outcome.TRY_AGAIN if self._waits(retry_after(error)):
                log.info(
                    "import %s: tries again in %.1f s: %s", self.held.run.id, self.held.wait, error
                )
                return self._naps(ends)
            case Outcome.STOP if isinstance(error, NotPro) and self._is_unbegun_night:
                self._withdraw(error)
            case Outcome.STOP:
                log.warning("import %s: %s", self.held.run.id, error)
                counted = self.held.steps.keep(self.held.run).recount(self.held.run)
                self.held.save(counted.fail(reason(error), self.held.steps.clock.now()))
            case _:
                log.warning("import %s: %s", self.held.run.id, error)
                self.held.save(
                    self.held.run.fail_at_harvest(reason(error), self.held.steps.clock.now())
                )
        return False

    @property
    def _is_unbegun_night(self) -> bool:
        done = self.held.run.progress
        return self.held.run.request.night is not None and not (done.pages or done.imported)

    def _break_off(self, error: Exception) -> None:
        """Raise the error, unless it came too often at this page; then rest or fail."""
        if self.held.run.attempts < MOST_BREAKS:
            raise error
        log.error(
            "import %s: broke %d times", self.held.run.id, self.held.run.attempts, exc_info=error
        )
        nightly = self.held.run.request.night is not None
        if not (nightly and self._waits(warning=Message(Code.IMPORT_BROKE))):
            self.held.save(self.held.run.fail(reason(error), self.held.steps.clock.now()))

    def _naps(self, ends: float) -> bool:
        """Sleep until the next try if that is soon, and within this slice; otherwise return False.

        A try may take twenty seconds, so that one after the slice would keep others waiting.
        """
        if self.held.wait > SHORT_WAIT or self.held.steps.clock.monotonic() >= ends:
            return False
        self.held.steps.clock.sleep(self.held.wait)
        return True

    def _waits(self, retry_after: float | None = None, warning: Message | None = None) -> bool:
        waiting = self.held.steps.back_off(
            self.held.run, self.held.lease, retry_after=retry_after, warning=warning
        )
        if waiting is not None:
            self.held.run, self.held.wait = waiting
            self.held.has_backed_off = self.held.wait > SHORT_WAIT
        return waiting is not None

    def _withdraw(self, error: NotPro) -> None:
        """Delete a night that did nothing yet: a studio off Pro has no nights, and no failed ones.

        The connection remembers that it had this night, so that no tick starts it again.
        """
        self.held.remove(self.held.run.fail(error.detail, self.held.steps.clock.now()))
