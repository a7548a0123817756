"""Errors that Harvest gives instead of answers."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import HarvestError, HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.messages import Code


@dataclass
class Fault:
    """An error in place of answers to `call`: on one page or (0) any, so often or (-1) always.

    The call `read` is no question: it is the reading of the entries of a page that has arrived.
    """

    call: str
    error: HarvestError
    page: int = 0
    times: int = 1

    def strikes(self, call: str, page: int) -> bool:
        """Return whether the call fails with this fault, and count it if so."""
        if call != self.call or self.page not in (0, page) or self.times == 0:
            return False
        self.times -= 1
        return True


def nonsense() -> MalformedResponse:
    """Return the error of an answer that nobody can read."""
    return MalformedResponse()


def transient(wait: float | None = None) -> HarvestUnavailable:
    """Return a passing error, with the wait that Harvest names if it does."""
    return HarvestUnavailable(Code.HARVEST_SERVER_ERROR, retry_after=wait, status=503)
