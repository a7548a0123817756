"""A Harvest in memory, behind its two ports: accounts, grants and faults."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.fakes.crash_points import Moments
from tests.fakes.harvest_account import FakeAccount
from tests.fakes.harvest_faults import Fault
from workroom_harvest.domain.connection import Sight, Tokens
from workroom_harvest.domain.errors import HarvestUnavailable, ResourceMissing, TokenRefused
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Credentials, EntryPage, Reach
from workroom_harvest.domain.window import Window

FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True)
class Grant:
    """What a person allowed, and when its access token expires."""

    account_ids: tuple[int, ...]
    tokens: Tokens
    ends_at: datetime


@dataclass(frozen=True)
class Place:
    """The page that a link leads to: its number in a window, and the entry before it."""

    window: Window
    number: int = 1
    after: tuple[int, int] | None = None


class HarvestServer:
    """A Harvest in memory: its accounts, what people do there, and who is let in.

    `role` is what the connected user sees: a Member has no addresses, sees the projects assigned to
    them, and of the entries those of user `own_id` where that is set. `twist` changes each page of
    entries before it is returned; while `is_endless` the last page leads to itself under ever new
    addresses. The `unlisted` accounts can be opened, and are not listed. `calls` counts the calls
    by the port's method.
    """

    def __init__(
        self, clock: Clock, moments: Moments | None = None, *, page_size: int = 2000
    ) -> None:
        self._clock = clock
        self._moments = moments or Moments()
        self._codes: dict[str, tuple[int, ...]] = {}
        self._grants: list[Grant] = []
        self._links: dict[str, Place] = {}
        self._issued = 0
        self.page_size = page_size
        self.open_accounts: dict[int, FakeAccount] = {}
        self.unlisted: set[int] = set()
        self.lifetime = FORTNIGHT
        self.single_use_refresh = True
        self.offers_revocation = True
        self.role: Sight | None = Sight.EVERYONE
        self.own_id: int | None = None
        self.is_down = False
        self.is_endless = False
        self.faults: list[Fault] = []
        self.twist: Callable[[EntryPage], EntryPage] | None = None
        self.calls: Counter[str] = Counter()
        self.pages_read = 0

    def account(self, number: int, name: str) -> FakeAccount:
        """Return the account of that number, which is made if need be."""
        return self.open_accounts.setdefault(number, FakeAccount(number, name, self._clock))

    def consent(self, *account_ids: int) -> str:
        """Let somebody consent to those accounts, and return the authorization code."""
        code = f"code-{len(self._codes)}-{self._issued}"
        self._codes[code] = account_ids
        return code

    def withdraw(self) -> None:
        """Withdraw every grant, as people can in their Harvest profile."""
        self._grants.clear()

    def expire(self) -> None:
        """Let every access token expire; the refresh tokens stay valid."""
        self._grants = [replace(grant, ends_at=self._clock.now()) for grant in self._grants]

    def forget_links(self) -> None:
        """Let every address of a next page go stale."""
        self._links.clear()

    @property
    def grants(self) -> int:
        """Return how many grants there are."""
        return len(self._grants)

    @property
    def refresh_tokens(self) -> frozenset[str]:
        """The refresh token of each grant that lives."""
        return frozenset(grant.tokens.refresh for grant in self._grants)

    def reach(self) -> Reach:
        return Reach.SILENT if self.is_down else Reach.ANSWERS

    def _issue(self, call: str, account_ids: tuple[int, ...]) -> Tokens:
        self._issued += 1
        names = f"access-{self._issued}", f"refresh-{self._issued}"
        now = self._clock.now()
        tokens = Tokens.issued(*names, self.lifetime, now)
        self._grants.append(Grant(account_ids, tokens, now + self.lifetime))
        # Harvest has done it, whether or not the answer arrives.
        self._moments(f"answered {call}")
        return tokens

    def _asked(self, call: str, page: int = 1) -> None:
        self._moments(f"asked {call}")
        self.calls[call] += 1
        if self.is_down:
            raise HarvestUnavailable(Code.HARVEST_UNREACHABLE)
        self._strike(call, page)

    def _strike(self, call: str, page: int) -> None:
        for fault in self.faults:
            if fault.strikes(call, page):
                raise fault.error

    def _opened(
        self, call: str, key: Credentials, keep_alive: Callable[[], None], page: int = 1
    ) -> FakeAccount:
        keep_alive()
        self._asked(call, page)
        grant = self._grant(key.access_token)
        if grant is None:
            raise TokenRefused
        if key.harvest_account_id not in grant.account_ids:
            raise ResourceMissing(status=404)
        return self.open_accounts[key.harvest_account_id]

    def _grant(self, access_token: str) -> Grant | None:
        now = self._clock.now()
        living = (one for one in self._grants if one.ends_at > now)
        return next((one for one in living if one.tokens.access == access_token), None)
