"""The connections of studios, with their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from workroom_harvest.domain.connection import Connection, HeldTokens, Tokens
from workroom_harvest.domain.messages import Code


@dataclass(frozen=True, slots=True)
class Resealed:
    """The result of sealing all tokens under the newest key.

    `sealed` is how many connections were sealed anew; `unreadable` are the ids of the studios whose
    tokens no configured key opens.
    """

    sealed: int
    unreadable: Sequence[str] = ()


class Connections(Protocol):
    """The connections, at most one per studio, with their tokens sealed."""

    def for_studio(self, studio_id: str) -> Connection | None:
        """Return the studio's connection, or None."""

    def locked(self, studio_id: str) -> Connection | None:
        """Return the studio's connection, or None, and lock it until this transaction ends.

        Another transaction that locks the same studio waits meanwhile, even if it has no connection
        yet.
        """

    def any(self) -> Connection | None:
        """Return one connection of any studio, or None if there is none."""

    def put(self, connection: Connection) -> None:
        """Store the connection in place of the studio's former one.

        Stored tokens stay as they are.
        """

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        """Set since when (UTC) the nightly import is on, or None for off.

        Return False, and change nothing, if the studio has no connection.
        """

    def note_sight(self, connection: Connection) -> None:
        """Store what the connection's grant sees and saw.

        Change nothing if the studio was connected again since `connection` was read.
        """

    def claim_lists(self, connection: Connection, pause: timedelta) -> bool:
        """Note that Harvest is asked for the connection's lists now, and return whether it may be.

        It may not if it was asked less than `pause` ago, or if the studio has another connection by
        now.
        """

    def note_lists(self, connection: Connection, *, are_partial: bool) -> None:
        """Note that the connection's lists were read now, and whether they are partial.

        Change nothing if the studio has another connection by now.
        """

    def note_owner(self, connection: Connection, *, is_missing: bool) -> None:
        """Store whether the member who connected was not found, `lacks_owner`.

        Change nothing if the studio was connected again since `connection` was read.
        """

    def note_full_night(self, connection: Connection, night: date) -> None:
        """Store that `night` has read all entries of its days.

        Change nothing if the studio has another connection by now.
        """

    def note_todo(self, connection: Connection, count: int, *, is_told: bool) -> None:
        """Store how much is to be done, `todo`, and whether a host was told so, `told_todo`.

        Change nothing if the studio has another connection by now.
        """

    def note_failing(self, connection: Connection, *, is_told: bool) -> bool:
        """Store whether a host was told that nights fail, `told_failing`.

        Return False, and change nothing, if that is stored already, or if the studio has another
        connection by now.
        """

    def rename(self, connection: Connection, name: str) -> None:
        """Store the Harvest account's new name.

        Change nothing if the studio has another connection by now.
        """

    def drop(self, studio_id: str) -> None:
        """Delete the studio's connection and its tokens, if there are any."""

    def tokens(self, connection: Connection) -> HeldTokens:
        """Return the connection's tokens and their version.

        Raise `ReconnectNeeded` if there are none, or if the studio has another connection by now,
        and `TokensUnreadable` if no configured key opens them.
        """

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        """Store a new pair of tokens as the next version, if version `after` is the last one.

        `after` is None where the former version does not matter. The claim to refresh ends, and so
        does any need to reconnect, which was noted about the former pair. Return False, and change
        nothing, if another version is the last by now, or if the studio has another connection.
        """

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        """Claim the right to refresh the pair `version`, and return whether it was granted.

        A claim lasts for `lifetime`, unless it is given up. It is not granted if another process
        holds one, or if the next pair was stored.
        """

    def release_refresh(self, connection: Connection, version: int) -> None:
        """Give up the claim to refresh the pair `version`, so that another process can claim it."""

    def needs_reconnect(self, connection: Connection, version: int, reason: Code) -> bool:
        """Note why a person must reconnect, and end the claim to refresh the pair `version`.

        Return False, and change nothing, if newer tokens were stored meanwhile.
        """

    def reseal(self) -> Resealed:
        """Seal all tokens under the newest key, and return what was done.

        Tokens that no configured key opens are left as they are.
        """
