"""A studio's connection to one Harvest account, and its tokens."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum, auto

from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.read_lists import ReadLists

REFRESH_AHEAD = timedelta(hours=1)
"""How long before their expiry tokens are refreshed.

Harvest's access tokens are valid for 14 days (`expires_in` 1209600).

Source: https://help.getharvest.com/api-v2/authentication-api/authentication/authentication/
"""

AUTHORIZATION_LIFETIME = timedelta(minutes=15)
"""How long a person may stay on Harvest's consent screen."""


class Sight(StrEnum):
    """Whose time entries a grant shows; each value sees more than the one before.

    The values are stored. Harvest returns a Member's own entries to a Member, those of teammates
    and managed projects as well to a Manager, and everyone's to an Administrator. The answer is a
    success each time, and does not tell what is hidden.

    Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/
    """

    SELF = "self"
    TEAM = "team"
    EVERYONE = "everyone"

    def is_less_than(self, other: "Sight | None") -> bool:
        """Return whether `other` sees more; an unknown sight (None) never does."""
        return other is not None and _BY_WIDTH.index(self) < _BY_WIDTH.index(other)


_BY_WIDTH = tuple(Sight)


def widest(*sights: Sight | None) -> Sight | None:
    """Return the sight that sees most, or None where none is known."""
    known = [sight for sight in sights if sight is not None]
    return max(known, key=_BY_WIDTH.index, default=None)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair of tokens as Harvest issued it, to be refreshed at `refresh_at` (UTC).

    The tokens are left out of the repr.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    refresh_at: datetime

    @classmethod
    def issued(cls, access: str, refresh: str, lifetime: timedelta, now: datetime) -> "Tokens":
        """Return a pair that was issued at `now` (UTC) and expires after `lifetime`.

        It is due for refresh `REFRESH_AHEAD` before its expiry, a short-lived one after half its
        lifetime.
        """
        return cls(access, refresh, now + lifetime - min(REFRESH_AHEAD, lifetime / 2))

    def refresh_due(self, now: datetime) -> bool:
        """Return whether the pair has to be refreshed before the next call at `now` (UTC)."""
        return now >= self.refresh_at


@dataclass(frozen=True, slots=True)
class HeldTokens:
    """The stored pair. `version` grows with each new pair, so that two pairs can be told apart."""

    tokens: Tokens
    version: int


@dataclass(frozen=True, slots=True)
class HarvestAccount:
    """A Harvest account that a token gives access to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A pending authorization: the member who started it, and the hash of their browser session.

    It is stored under the hash of its `state` for `AUTHORIZATION_LIFETIME`, and can be taken once.
    """

    studio_id: str
    member_id: str
    session_hash: str


class ConnectionChange(Enum):
    """What a finished authorization means for the studio."""

    NEW = auto()
    SAME_ACCOUNT = auto()
    OTHER_ACCOUNT = auto()


@dataclass(frozen=True, slots=True)
class Connection:
    """A studio's connection to a Harvest account. Times are UTC.

    `connected_by` is the id of the member who connected, the fallback owner of entries, and
    `lacks_owner` says that Workroom had no such member when it was asked last.
    `automated_since` is when the nightly import was switched on, or None while it is off.
    `reconnect_reason` says why a person must reconnect, or is None while the connection works.
    `last_night` is the night that was started last, or None if there was none yet, and `full_night`
    the last one that read all entries of its days.
    `todo` is how much somebody has to do beside reconnecting, as it was counted last.
    `told_todo` says that a host was told that something is to be done since nothing was, and
    `told_failing` that nights fail, since one last did not.
    `sees` is whose entries the grant shows now, or None where Harvest did not say; `saw` is the
    widest sight there ever was of this account. `lists` is when its projects and tasks were read.
    """

    id: str
    studio_id: str
    harvest_account: HarvestAccount
    connected_by: str
    connected_at: datetime
    automated_since: datetime | None = None
    reconnect_reason: Code | None = None
    last_night: date | None = None
    sees: Sight | None = None
    saw: Sight | None = None
    lists: ReadLists = ReadLists()  # noqa: RUF009 because it is frozen
    todo: int = 0
    lacks_owner: bool = False
    full_night: date | None = None
    told_todo: bool = False
    told_failing: bool = False

    @property
    def todo_count(self) -> int:
        """Return how many items the to-do list has, as far as is known without counting anew."""
        return self.todo + (not self.works)

    @property
    def sees_less(self) -> bool:
        """Return whether Harvest hides entries now that it showed before."""
        return self.sees is not None and self.sees.is_less_than(self.saw)

    def seeing(self, sees: Sight | None) -> "Connection":
        """Return the connection with what its grant is known to see now, None for unknown."""
        return replace(self, sees=sees, saw=widest(self.saw, sees))

    @property
    def automated_sync(self) -> bool:
        """Return whether the nightly import is on."""
        return self.automated_since is not None

    @property
    def works(self) -> bool:
        """Return whether the connection can be used, as far as is known."""
        return self.reconnect_reason is None

    @classmethod
    def open(
        cls,
        current: "Connection | None",
        *,
        new_id: str,
        studio_id: str,
        harvest_account: HarvestAccount,
        member_id: str,
        now: datetime,
    ) -> "tuple[Connection, ConnectionChange]":
        """Return the connection after an authorization at `now` (UTC), and what changed.

        `current` is the studio's connection before, or None. If it is to the same Harvest account,
        its id, its nights, its lists and its widest sight are kept; what the new grant sees is not
        known yet. A connection to another account starts afresh with `new_id`, and the caller
        deletes the studio's pairs: their ids belong to the former account.
        """
        fresh = cls(new_id, studio_id, harvest_account, member_id, now)
        if current is None:
            return fresh, ConnectionChange.NEW
        if current.harvest_account.id == harvest_account.id:
            again = replace(
                fresh,
                id=current.id,
                automated_since=current.automated_since,
                last_night=current.last_night,
                full_night=current.full_night,
                saw=current.saw,
                todo=current.todo,
                told_todo=current.told_todo,
                told_failing=current.told_failing,
                lists=current.lists,
            )
            return again, ConnectionChange.SAME_ACCOUNT
        return fresh, ConnectionChange.OTHER_ACCOUNT
