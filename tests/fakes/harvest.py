"""Harvest's sign-in and API over accounts in memory."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from tests.fakes.crash_points import Moments
from workroom_harvest.domain.connection import HarvestAccount, Sight, Tokens
from workroom_harvest.domain.entries import HarvestEntry, Period, UnreadableEntry
from workroom_harvest.domain.errors import (
    Forbidden,
    GrantRevoked,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    ResourceMissing,
    TokenRefused,
)
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import (
    Credentials,
    EntryPage,
    HarvestApi,
    HarvestCatalogue,
    HarvestItem,
    HarvestOAuth,
    Reach,
)

FORTNIGHT = timedelta(days=14)
API = "https://harvest.example/v2/time_entries"


@dataclass
class FakeAccount:
    """A Harvest account as its people use it; `assigned` are the connected user's own projects."""

    id: int
    name: str
    clock: Clock
    emails: dict[int, str] = field(default_factory=dict)
    projects: dict[int, HarvestItem] = field(default_factory=dict)
    tasks: dict[int, HarvestItem] = field(default_factory=dict)
    assigned: set[int] = field(default_factory=set)
    entries: dict[int, HarvestEntry] = field(default_factory=dict)
    changed_at: dict[int, datetime] = field(default_factory=dict)
    unreadable: list[UnreadableEntry] = field(default_factory=list)

    def put(self, entry: HarvestEntry) -> HarvestEntry:
        """Log an entry, or edit the one of its id."""
        self.entries[entry.id] = entry
        self.changed_at[entry.id] = self.clock.now().replace(microsecond=0)
        return entry

    def stop(self, entry_id: int, hours: Decimal = Decimal(1)) -> None:
        """Stop a timer."""
        self.put(replace(self.entries[entry_id], is_running=False, hours=hours))

    def remove(self, entry_id: int) -> None:
        """Delete an entry without a trace."""
        del self.entries[entry_id], self.changed_at[entry_id]

    def within(self, window: Period | datetime) -> list[HarvestEntry]:
        """The entries of a window, newest first."""
        found = [one for one in self.entries.values() if self._is_in(one, window)]
        return sorted(found, key=_newest_first)

    def _is_in(self, entry: HarvestEntry, window: Period | datetime) -> bool:
        if isinstance(window, Period):
            return window.first <= entry.spent_on <= window.last
        return self.changed_at[entry.id] > window.replace(microsecond=0)


def _newest_first(entry: HarvestEntry) -> tuple[int, int]:
    return -entry.spent_on.toordinal(), -entry.id


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


@dataclass(frozen=True)
class Grant:
    """What a person allowed, and until when its access token lives."""

    account_ids: tuple[int, ...]
    tokens: Tokens
    ends_at: datetime


@dataclass(frozen=True)
class Place:
    """Where a link leads: behind so many pages of a window, after an entry."""

    window: Period | datetime
    number: int = 1
    after: tuple[int, int] | None = None


class FakeHarvest(HarvestOAuth, HarvestApi):
    """Both of Harvest's ports.

    `role` is what the connected user sees; a Member's token has no addresses and own assignments,
    and of the entries those of user `own_id`, where that is set. `twist` changes
    each page of entries before it is handed out; while `is_endless` the last page
    leads to itself under ever new addresses. The `unlisted` accounts open, and are not in the list
    of them. `calls` counts by the port's method.
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

    # What people do at Harvest.

    def account(self, number: int, name: str) -> FakeAccount:
        """A new account."""
        return self.open_accounts.setdefault(number, FakeAccount(number, name, self._clock))

    def consent(self, *account_ids: int) -> str:
        """Somebody allows us in; the code."""
        code = f"code-{len(self._codes)}-{self._issued}"
        self._codes[code] = account_ids
        return code

    def withdraw(self) -> None:
        """Somebody withdraws every grant, in their Harvest profile."""
        self._grants.clear()

    def expire(self) -> None:
        """Let every access token die; refresh tokens live."""
        self._grants = [replace(grant, ends_at=self._clock.now()) for grant in self._grants]

    def forget_links(self) -> None:
        """Let every address of a next page go stale."""
        self._links.clear()

    @property
    def grants(self) -> int:
        """How many grants live."""
        return len(self._grants)

    def consent_url(self, state: str, redirect_uri: str) -> str:
        query = urlencode({"state": state, "redirect_uri": redirect_uri})
        return f"https://harvest.example/authorize?{query}"

    def exchange(self, code: str, redirect_uri: str) -> Tokens:
        self._asked("exchange")
        account_ids = self._codes.pop(code, None)
        if account_ids is None:
            raise GrantRevoked("Harvest does not know this grant.")
        return self._issue("exchange", account_ids)

    def refresh(self, refresh_token: str) -> Tokens:
        self._asked("refresh")
        old = next((one for one in self._grants if one.tokens.refresh == refresh_token), None)
        if old is None:
            raise GrantRevoked("Harvest does not know this grant.")
        if self.single_use_refresh:
            self._grants.remove(old)
        return self._issue("refresh", old.account_ids)

    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        self._asked("accounts")
        grant = self._grant(access_token)
        if grant is None:
            raise HarvestUnavailable("Harvest did not list its accounts.")
        listed = [number for number in grant.account_ids if number not in self.unlisted]
        found = (self.open_accounts[number] for number in listed)
        return [HarvestAccount(one.id, one.name) for one in found]

    def revoke(self, tokens: Tokens) -> bool:
        self._moments("revoke")
        self.calls["revoke"] += 1
        if self.is_down or not self.offers_revocation:
            return False
        self._grants = [one for one in self._grants if one.tokens.refresh != tokens.refresh]
        return True

    def reach(self) -> Reach:
        return Reach.SILENT if self.is_down else Reach.ANSWERS

    def entries(
        self,
        key: Credentials,
        window: Period | datetime,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> EntryPage:
        place = Place(window) if cursor is None else self._links.get(cursor)
        account = self._opened("entries", key, keep_alive, place.number if place else 0)
        if place is None:
            raise ResourceMissing("Harvest refused the request (404).")
        page = self._page(account, place)
        page = self.twist(page) if self.twist else page
        self._moments("answered entries")
        return page

    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        self._opened("sight", key, keep_alive)
        return self.role

    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        account = self._opened("emails", key, keep_alive)
        if self.role is Sight.SELF:
            raise Forbidden("Harvest refused the request (403).")
        return dict(account.emails)

    def lists(self, key: Credentials) -> HarvestCatalogue:
        account = self._opened("lists", key, lambda: None)
        projects, tasks = list(account.projects.values()), list(account.tasks.values())
        if self.role is not Sight.SELF:
            return HarvestCatalogue(projects, tasks)
        own = [project for project in projects if project.id in account.assigned]
        return HarvestCatalogue(own, tasks, partial=True)

    def _page(self, account: FakeAccount, place: Place) -> EntryPage:
        found = account.within(place.window)
        if self.role is Sight.SELF and self.own_id is not None:
            found = [one for one in found if one.user_id == self.own_id]
        rest = [one for one in found if place.after is None or _newest_first(one) > place.after]
        shown = rest[: self.page_size]
        return EntryPage(
            entries=tuple(shown),
            unreadable=tuple(account.unreadable) if place.number == 1 else (),
            next_cursor=self._next_link(place, rest),
            total_pages=max(-(-len(found) // self.page_size), 1),
            total_entries=len(found),
        )

    def _next_link(self, place: Place, rest: Sequence[HarvestEntry]) -> str | None:
        after = place.after
        if len(rest) > self.page_size:
            after = _newest_first(rest[self.page_size - 1])
        elif not self.is_endless:
            return None
        number, window = place.number + 1, str(place.window).replace(" ", "")
        cursor = f"{API}?{window}&page={number}&after={after}"
        self._links[cursor] = Place(place.window, number, after)
        return cursor

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
            raise HarvestUnavailable("Harvest could not be reached.")
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
            raise TokenRefused("Harvest no longer accepts the access token.")
        if key.harvest_account_id not in grant.account_ids:
            raise ResourceMissing("Harvest refused the request (404).")
        return self.open_accounts[key.harvest_account_id]

    def _grant(self, access_token: str) -> Grant | None:
        now = self._clock.now()
        living = (one for one in self._grants if one.ends_at > now)
        return next((one for one in living if one.tokens.access == access_token), None)


def nonsense() -> MalformedResponse:
    """An answer that nobody can read."""
    return MalformedResponse("Harvest's answer could not be read.")


def transient(wait: float | None = None) -> HarvestUnavailable:
    """A passing trouble, with the wait that Harvest names if it does."""
    return HarvestUnavailable("Harvest has a problem (503). Try again in a few minutes.", wait)
