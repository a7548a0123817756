"""Errors instead of Harvest's answers."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import HarvestError, HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.messages import Code


@dataclass
class Fault:
    """An error instead of an answer to `call`, on one page or (0) any, so often or (-1) always."""

    call: str
    error: HarvestError
    page: int = 0
    times: int = 1

    def strikes(self, call: str, page: int) -> bool:
        """Whether it is this one's turn; counts it."""
        if call != self.call or self.page not in (0, page) or self.times == 0:
            return False
        self.times -= 1
        return True


def nonsense() -> MalformedResponse:
    """An answer that nobody can read."""
    return MalformedResponse()


def transient(wait: float | None = None) -> HarvestUnavailable:
    """A passing trouble, with the wait that Harvest names if it does."""
    return HarvestUnavailable(Code.HARVEST_SERVER_ERROR, retry_after=wait, status=503)
