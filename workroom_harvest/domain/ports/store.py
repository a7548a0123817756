"""Where the plugin keeps its own rows. Every row belongs to a Workroom account.

`with store.transaction() as tx: tx.runs…` is the only way to them. All methods raise
`StoreUnavailable` when the database does not answer.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from workroom_harvest.domain.connection import AuthorizationRequest, Connection, HeldTokens, Tokens
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many connections were sealed anew, and the studios whose tokens no key opens."""

    sealed: int
    unreadable: Sequence[str] = ()


class Connections(Protocol):
    """At most one connection per studio, with its tokens sealed."""

    def for_studio(self, studio_id: str) -> Connection | None:
        """The studio's connection, or None."""

    def locked(self, studio_id: str) -> Connection | None:
        """The same, kept from other transactions that lock it until this one ends."""

    def any(self) -> Connection | None:
        """One of all connections, whichever, or None without any."""

    def automated(self) -> Sequence[Connection]:
        """All connections with the nightly import on, whoever they belong to."""

    def put(self, connection: Connection) -> None:
        """Store the connection in place of the studio's former one; tokens stay as they are."""

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        """Note since when the nightly import is on, None for off; False without a connection."""

    def note_sight(self, connection: Connection) -> None:
        """Write down what the grant sees and saw, unless it was connected anew meanwhile."""

    def rename(self, connection: Connection, name: str) -> None:
        """Keep the Harvest account's new name, unless the connection is another one by now."""

    def drop(self, studio_id: str) -> None:
        """Forget the connection and its tokens, if there are any."""

    def tokens(self, connection: Connection) -> HeldTokens:
        """The tokens; raises `ReconnectNeeded` without any, `TokensUnreadable` when sealed shut."""

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        """Store a new pair; False if version `after` is no longer the last.

        Ends the claim, and any need to reconnect: that was noted over the pair before.
        """

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        """Be the one who refreshes `version`, for that long; False if another is, or was."""

    def release_refresh(self, connection: Connection, version: int) -> None:
        """Let the next one try."""

    def needs_reconnect(self, connection: Connection, version: int, reason: Code) -> bool:
        """Note why a person must reconnect; False where newer tokens arrived meanwhile."""

    def reseal(self) -> Resealed:
        """Seal all tokens under the newest key; what no key opens is left as it is."""


class Pairs(Protocol):
    """Saved mappings; two unique keys each double the 1:1 rule."""

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        """The studio's project pairs."""

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        """The studio's task pairs."""

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        """Let these be all; what is unchanged is left alone, deletes come before inserts."""


class AuthorizationRequests(Protocol):
    """One-time trips to the consent screen."""

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        """Remember a trip for that long, and forget those that expired."""

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        """The trip, which is gone then; None once it expired, and for the second who asks."""


class Runs(Protocol):
    """Imports, past and present; at most one per studio is queued or running and does not rest.

    A row that this version of the plugin cannot read, because a newer one wrote it, is left out and
    logged: as if it were not there, but that its place stays taken.
    """

    def add(self, run: ImportRun) -> bool:
        """Store a new run; False when the studio has a live one or had this night already."""

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        """The studio's run of that id, or None."""

    def by_id(self, run_id: str) -> ImportRun | None:
        """Any studio's run, for a worker that was handed an id."""

    def live(self, studio_id: str) -> ImportRun | None:
        """The run of the studio that is queued or running and does not rest, or None."""

    def stop(self, studio_id: str, why: Message, now: datetime) -> None:
        """End whatever the studio has under way as failed, for that reason, at `now` (UTC).

        Also what this version of the plugin cannot read.
        """

    def is_busy(self, studio_id: str) -> bool:
        """Whether something of the studio's is under way, be it readable or not."""

    def latest(self, studio_id: str) -> ImportRun | None:
        """The studio's newest run, whoever started it."""

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """The newest nightly run of the studio's present connection."""

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        """The connection's last nightly runs that finished, newest first."""

    def had_night(self, connection_id: str, night: date) -> bool:
        """Whether the connection has a run for that night."""

    def stalled(self, queue_timeout: timedelta) -> Sequence[ImportRun]:
        """Runs under way that nobody works at: no lease now, and last enqueued before that.

        One that waits for its next try is left lying once it is time, whether it rests or not.
        """

    def mark_enqueued(self, run_id: str) -> None:
        """Note that the run was handed to the queue just now."""

    def save(self, run: ImportRun) -> None:
        """Write down how far the run came.

        One that no longer rests must not have been overtaken: a unique key refuses it, so whoever
        wakes it has the connection `locked` and looks for a live one first.
        """


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write for one studio, as long as `fence` is the highest given out."""

    studio_id: str
    fence: int


class Leases(Protocol):
    """One writer per studio."""

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        """The lease with a new fence, or None while another's has not run out."""

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        """Renew it from now on; the first write of each page's transaction. Raises `LeaseLost`."""

    def release(self, lease: Lease) -> None:
        """Let the next one in at once; nothing if the lease was lost."""

    def revoke(self, studio_id: str) -> None:
        """Raise the fence, so that whoever writes for the studio stops at the next page."""


class Ledger(Protocol):
    """Which Harvest entries a studio has imported; outlives Disconnect."""

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        """Those of the ids that were imported before, with the run that did."""

    def count(self, studio_id: str, run_id: str) -> int:
        """How many entries that run of the studio's imported."""

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Take out those of the ids that the run entered: it did not import them after all."""

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """Enter all; the primary key (studio, entry) refuses a second time."""


class Transaction(Protocol):
    """All or nothing, and nothing unless `commit` is called; the repositories are reached by it."""

    @property
    def connections(self) -> Connections: ...
    @property
    def pairs(self) -> Pairs: ...
    @property
    def authorization_requests(self) -> AuthorizationRequests: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def ledger(self) -> Ledger: ...

    def now(self) -> datetime:
        """The current instant by the database's clock, in UTC.

        Leases, claims, consents and waits are judged by this one: those of the processes differ.
        """

    def commit(self) -> None:
        """Make it last."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A part that is undone by itself when its body raises; the error goes on."""

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        """The host writes in it, by its method of that name, at least so many rows.

        Within a savepoint. Raises `RowsRefused` for what a constraint or a trigger refuses, also
        one that is deferred, and `HostMisbehaved` where the host committed, rolled back or replaced
        the transaction; any other error of the host's goes on as it is. `commit` raises
        `HostMisbehaved`, too, where less was written than that.
        """


class Store(Protocol):
    """One database, reached in transactions."""

    def ready(self) -> bool:
        """Whether the plugin's tables are there and up to date; raises `StoreUnavailable`."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin anew; leaving without a commit undoes. Not nested."""
