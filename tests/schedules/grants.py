"""Grants that live at Harvest though the database does not have them: in whose hands they are."""

from collections.abc import Callable, Collection

from tests.fakes.harvest import FakeHarvest
from workroom_harvest.domain.connection import Tokens


class GrantsInHand:
    """Knows which process holds which grant, by its refresh token.

    A process has one in hand from Harvest's answer until its commit, and from the commit that takes
    a pair away until Harvest was told. What it holds when it is killed is lost: no other process
    can know of it. `may_be_lost` where the pair in the database was dead when a process was
    killed or paused: then it is true that somebody must reconnect.
    """

    def __init__(
        self,
        harvest: FakeHarvest,
        stored: Callable[[], Tokens | None],
        pending: Callable[[], Collection[Tokens]],
    ) -> None:
        self._harvest = harvest
        self._stored = stored
        self._pending = pending
        self._holders: dict[str, str] = {}
        self._lost: set[str] = set()
        self.may_be_lost = False

    @property
    def leaked(self) -> set[str]:
        """What lives at Harvest, and neither is stored nor was lost with a killed process."""
        return set(self._in_hand()) - self._lost

    def note(self, process: str) -> None:
        """Take note at the end of a process's turn: what is new in hand is in its hands."""
        self._holders = {one: self._holders.get(one, process) for one in self._in_hand()}

    def note_halt(self, process: str, *, is_killed: bool) -> None:
        """Take note of a process that is killed or paused."""
        self.note(process)
        if is_killed:
            self._lost |= {one for one, holder in self._holders.items() if holder == process}
        stored = self._stored()
        self.may_be_lost |= stored is not None and not self.is_alive(stored)

    def is_alive(self, tokens: Tokens) -> bool:
        """Return whether Harvest honours a pair's refresh token."""
        return tokens.refresh in self._harvest.refresh_tokens

    def _in_hand(self) -> frozenset[str]:
        stored, pending = self._stored(), self._pending()
        known = [*([stored] if stored else []), *pending]
        return self._harvest.refresh_tokens - {one.refresh for one in known}
