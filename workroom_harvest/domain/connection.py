"""A studio's connection to one Harvest account, and the tokens behind it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from workroom_harvest.domain.messages import Code

REFRESH_AHEAD = timedelta(hours=1)
"""How long before their end tokens are renewed. Harvest's live 14 days (expires_in 1209600)."""

AUTHORIZATION_LIFETIME = timedelta(minutes=15)
"""How long a person may stay on Harvest's consent screen."""


class Sight(StrEnum):
    """Whose time entries a grant shows; each sees more than the one before.

    Harvest gives a Member their own, a Manager also those of teammates and managed projects, and an
    Administrator everyone's, always as a success: what is hidden is not told.
    Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/
    """

    SELF = "self"
    TEAM = "team"
    EVERYONE = "everyone"

    def is_less_than(self, other: "Sight | None") -> bool:
        """Whether `other` saw more; an unknown sight is no more than any."""
        return other is not None and _BY_WIDTH.index(self) < _BY_WIDTH.index(other)


_BY_WIDTH = tuple(Sight)


def widest(*sights: Sight | None) -> Sight | None:
    """The one that sees most, None where none is known."""
    known = [sight for sight in sights if sight is not None]
    return max(known, key=_BY_WIDTH.index, default=None)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair as Harvest issued it, due for renewal at `refresh_at` (UTC). Never in a repr."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    refresh_at: datetime

    @classmethod
    def issued(cls, access: str, refresh: str, lifetime: timedelta, now: datetime) -> "Tokens":
        """A pair that lives for `lifetime` from `now`; a short-lived one is used for half of it."""
        return cls(access, refresh, now + lifetime - min(REFRESH_AHEAD, lifetime / 2))

    def refresh_due(self, now: datetime) -> bool:
        """Whether to renew before the next call."""
        return now >= self.refresh_at


@dataclass(frozen=True, slots=True)
class HeldTokens:
    """The pair in the store; `version` grows with each new pair, so that two may be told apart."""

    tokens: Tokens
    version: int


@dataclass(frozen=True, slots=True)
class HarvestAccount:
    """An account that Harvest's consent lets us into."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A trip to Harvest's consent screen: who set out, and from which browser session.

    Kept under the hash of its `state`, for `AUTHORIZATION_LIFETIME`; taken once.
    """

    studio_id: str
    member_id: str
    session_hash: str


class ConnectionChange(Enum):
    """What a finished consent means for the studio."""

    NEW = auto()
    SAME_ACCOUNT = auto()
    OTHER_ACCOUNT = auto()


@dataclass(frozen=True, slots=True)
class Connection:
    """A studio connected to a Harvest account.

    `connected_by` is the member to whom entries without an owner go. `automated_since` is when
    the nightly import was switched on, or None while it is off; `reconnect_reason` says why the
    connection waits for a person, or None while it works. `sees` is what the grant sees now, None
    where Harvest did not say, and `saw` the most that was ever seen of this account. Times are UTC.
    """

    id: str
    studio_id: str
    harvest_account: HarvestAccount
    connected_by: str
    connected_at: datetime
    automated_since: datetime | None = None
    reconnect_reason: Code | None = None
    sees: Sight | None = None
    saw: Sight | None = None

    @property
    def sees_less(self) -> bool:
        """Whether entries are hidden now that were seen before."""
        return self.sees is not None and self.sees.is_less_than(self.saw)

    def seeing(self, sees: Sight | None) -> "Connection":
        """The connection with what its grant is known to see now."""
        return replace(self, sees=sees, saw=widest(self.saw, sees))

    @property
    def automated_sync(self) -> bool:
        """Whether the nightly import is on."""
        return self.automated_since is not None

    @property
    def works(self) -> bool:
        """Whether Harvest still honours the grant, as far as we know."""
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
        """The connection after a consent, beside the one that was `current` before, if any.

        The same Harvest account again goes on where it was, nights included; what the new grant
        sees is not known yet. Another account is another connection: its pairs would point to
        strangers, so the caller clears them.
        """
        fresh = cls(new_id, studio_id, harvest_account, member_id, now)
        if current is None:
            return fresh, ConnectionChange.NEW
        if current.harvest_account.id == harvest_account.id:
            again = replace(
                fresh, id=current.id, automated_since=current.automated_since, saw=current.saw
            )
            return again, ConnectionChange.SAME_ACCOUNT
        return fresh, ConnectionChange.OTHER_ACCOUNT
