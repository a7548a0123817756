"""What Harvest can be asked, in our words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from workroom_harvest.domain.connection import HarvestAccount, Sight, Tokens
from workroom_harvest.domain.entries import HarvestEntry, Period, UnreadableEntry


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens one Harvest account: its id and an access token."""

    harvest_account_id: int
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Up to 2000 entries, newest first; `next_cursor` is None on the last page."""

    entries: tuple[HarvestEntry, ...]
    unreadable: tuple[UnreadableEntry, ...]
    next_cursor: str | None
    total_pages: int | None
    total_entries: int | None


@dataclass(frozen=True, slots=True)
class HarvestItem:
    """A Harvest project or task; `detail` tells two of one name apart (a project's client)."""

    id: int
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HarvestCatalogue:
    """Active projects and tasks; `partial` when only the connected user's own could be read."""

    projects: Sequence[HarvestItem]
    tasks: Sequence[HarvestItem]
    partial: bool = False


class Reach(Enum):
    """Who was met at an address: Harvest, nobody, somebody else, or a certificate of no worth."""

    ANSWERS = auto()
    SILENT = auto()
    SOMEBODY_ELSE = auto()
    UNVERIFIED = auto()


class HarvestOAuth(Protocol):
    """OAuth at id.getharvest.com. Calls raise `HarvestUnavailable` and `MalformedResponse`."""

    def consent_url(self, state: str, redirect_uri: str) -> str:
        """Where the browser goes to be asked."""

    def exchange(self, code: str, redirect_uri: str) -> Tokens:
        """The first pair for a code; raises `GrantRevoked` for one that Harvest does not accept."""

    def refresh(self, refresh_token: str) -> Tokens:
        """The next pair, with the old refresh token where Harvest sends none; or `GrantRevoked`."""

    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        """The Harvest accounts that the token opens, Forecast's left out; may be empty."""

    def revoke(self, tokens: Tokens) -> bool:
        """Tell Harvest to forget the grant; False where it offers no way. Never raises."""

    def reach(self) -> Reach:
        """Whether anything answers there, whatever it says. Never raises."""


class HarvestApi(Protocol):
    """The API at api.harvestapp.com.

    Every call raises, where Harvest says so in its own form, `TokenRefused` on 401,
    `Forbidden` on 403, `ResourceMissing` on 404 and `RequestRejected` on 400 and 422; else
    `HarvestUnavailable` when nobody answers, or somebody else, the limit is reached or Harvest has
    a problem, and `MalformedResponse` when the answer cannot be read. Whoever reads for a page that
    somebody looks at tries twice; a worker tries once, since the run remembers its tries.
    """

    def entries(
        self,
        key: Credentials,
        window: Period | datetime,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> EntryPage:
        """A page of everyone's time entries: the first of the window, or the one behind `cursor`.

        `window` is a period of days, or the instant (UTC) after which an entry was changed.
        `keep_alive` is called before each attempt, which takes twenty seconds at most.
        """

    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        """Whose entries the grant sees, by its user's role; None where Harvest does not say."""

    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        """The e-mail address of every Harvest user by id, inactive ones included.

        Who is listed without an address is here with an empty one.
        """

    def lists(self, key: Credentials) -> HarvestCatalogue:
        """What can be mapped, from the Member-safe source where the full lists are forbidden.

        Takes about ten seconds at most.
        """

    def reach(self) -> Reach:
        """Whether anything answers there, whatever it says. Never raises."""
