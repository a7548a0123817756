"""The ports for Harvest: its OAuth service and its API, in the domain's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import HarvestAccount, Sight, Tokens
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.window import Window


@dataclass(frozen=True, slots=True)
class Credentials:
    """What gives access to one Harvest account: its id, and an access token.

    The token is left out of the repr.
    """

    harvest_account_id: int
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of up to 2,000 time entries, newest first.

    `unreadable` are the members of the list that could not be read as entries. `next_cursor` is the
    address of the next page, or None on the last one. `total_pages` and `total_entries` are what
    Harvest announces for the whole list, each None where it announces nothing.

    Source: https://help.getharvest.com/api-v2/introduction/overview/pagination/
    """

    entries: tuple[HarvestEntry, ...]
    unreadable: tuple[UnreadableEntry, ...]
    next_cursor: str | None
    total_pages: int | None
    total_entries: int | None

    @property
    def ends_empty(self) -> bool:
        """Return whether this is the last page, and nothing is on it."""
        return not (self.entries or self.unreadable) and self.next_cursor is None

    @property
    def announced(self) -> Announced:
        """Return what Harvest announces for the whole list."""
        return Announced(self.total_pages, self.total_entries)


@dataclass(frozen=True, slots=True)
class ArrivedPage:
    """A page of time entries that has arrived, and whose entries may not be read yet.

    `next_cursor` is the page's, and known so early that the next page can be asked for before the
    entries are read, which takes most of the time. `read` returns the page. It raises
    `MalformedResponse` if no entry can be read, or if there is none although some are announced.
    """

    next_cursor: str | None
    read: Callable[[], EntryPage]


@dataclass(frozen=True, slots=True)
class HarvestItem:
    """A Harvest project or task.

    `detail` distinguishes two of the same name: it is a project's client, and empty for a task.
    """

    id: int
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HarvestCatalogue:
    """Harvest's active projects and tasks, in no particular order.

    `partial` says that they are only those that are assigned to the connected user, because the
    full lists are forbidden.
    """

    projects: Sequence[HarvestItem]
    tasks: Sequence[HarvestItem]
    partial: bool = False


class Reach(Enum):
    """Who answers at an address.

    It is Harvest, nobody, somebody else, or a server whose certificate cannot be verified.
    """

    ANSWERS = auto()
    SILENT = auto()
    SOMEBODY_ELSE = auto()
    UNVERIFIED = auto()


class HarvestOAuth(Protocol):
    """Harvest's OAuth 2 service at id.getharvest.com.

    Every method that calls it raises `HarvestUnavailable` if it cannot be reached, or if somebody
    else answers, and `MalformedResponse` if the answer cannot be read, unless it says that it never
    raises.
    """

    def consent_url(self, state: str, redirect_uri: str) -> str:
        """Return the address of the consent screen. Harvest is not called.

        `state` comes back with the answer, which is sent to `redirect_uri`.
        """

    def exchange(self, code: str, redirect_uri: str) -> Tokens:
        """Return the first pair of tokens for an authorization code.

        Raise `GrantRevoked` if Harvest does not accept the code.
        """

    def refresh(self, refresh_token: str) -> Tokens:
        """Return the next pair of tokens; it has the old refresh token if Harvest sends none.

        Raise `GrantRevoked` if Harvest answers `invalid_grant`.
        """

    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        """Return the Harvest accounts that the token gives access to; there may be none.

        Accounts of Forecast, Harvest's other product, are left out.
        """

    def revoke(self, tokens: Tokens) -> bool:
        """Tell Harvest to end the grant, and return whether it did. Never raises.

        Harvest documents no way to do so; where none is configured, the answer is False.
        """

    def reach(self) -> Reach:
        """Return who answers at the address, whatever the answer says. Never raises."""


class HarvestApi(Protocol):
    """Harvest's API at api.harvestapp.com.

    Every method, except `reach`, raises these errors. What Harvest says in its own form is
    `TokenRefused` for 401, `Forbidden` for 403, `ResourceMissing` for 404, and `RequestRejected`
    for 400 and 422. `HarvestUnavailable` is raised if nobody answers, somebody else answers, the
    rate limit is reached or Harvest reports a failure of its own, and `MalformedResponse` if the
    answer cannot be read.

    An adapter that serves a page which somebody is looking at makes two attempts. One that serves a
    worker makes one, because the run counts its tries.
    """

    def entries(
        self,
        key: Credentials,
        window: Window,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> ArrivedPage:
        """Return a page of everyone's time entries: the window's first, or the one at `cursor`.

        `keep_alive` is called before each attempt, which takes at most twenty seconds.
        """

    def entry(
        self, key: Credentials, entry_id: int, keep_alive: Callable[[], None]
    ) -> HarvestEntry | UnreadableEntry | None:
        """Return an entry by its id, or None if Harvest says 404 in its own form.

        It may say so of an entry that the grant does not show, too. An entry whose values cannot be
        read is returned as unreadable. `keep_alive` is called before each attempt.
        """

    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        """Return whose entries the grant shows, or None if Harvest does not say.

        The role of the grant's user decides. `keep_alive` is called before each attempt.
        """

    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        """Return the e-mail addresses of all Harvest users by user id, inactive users included.

        A user who is listed without an address has an empty one. `keep_alive` is called before each
        attempt.
        """

    def lists(self, key: Credentials) -> HarvestCatalogue:
        """Return the projects and tasks that can be mapped, within about ten seconds.

        Where the full lists are forbidden, they are read from the user's own assignments.
        """

    def reach(self) -> Reach:
        """Return who answers at the address, whatever the answer says. Never raises."""
