"""The ports for the database: the store, its transactions, and the repositories in them.

Every row belongs to one studio. `with store.transaction() as tx: tx.runs…` is the only way to a
row. Every method raises `StoreUnavailable` if the database does not answer, lacks the plugin's
tables, or makes the transaction wait too long for a lock.
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

    def automated(self) -> Sequence[Connection]:
        """Return the connections of all studios whose nightly import is on, in any order."""

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


class Pairs(Protocol):
    """The saved mappings.

    Two unique keys for each kind of pair enforce the 1:1 rule in the database, too.
    """

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        """Return the studio's project pairs, ordered by the name of the Harvest project."""

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        """Return the studio's task pairs, ordered by the name of the Harvest task."""

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        """Store these pairs as all pairs of the studio.

        Unchanged pairs are not written. Deletes come before inserts, so that two pairs may swap a
        side.
        """


class AuthorizationRequests(Protocol):
    """The pending authorizations: trips to the consent screen, each of which can be taken once."""

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        """Store the request under the hash of its state for `lifetime`, and delete expired ones."""

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        """Delete the request and return it.

        Return None if it has expired, was taken before, or never existed.
        """


class Runs(Protocol):
    """The import runs, past and present.

    At most one run of a studio is queued or running and does not rest. A row that this version of
    the plugin cannot read, because a newer version wrote it, is logged and left out of the results,
    but it still takes the studio's place for a run under way.
    """

    def add(self, run: ImportRun) -> bool:
        """Store a new run.

        Return False, and store nothing, if the studio has a live run, or the connection had this
        night. The transaction can be used further.
        """

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        """Return the studio's run of that id, or None."""

    def by_id(self, run_id: str) -> ImportRun | None:
        """Return the run of that id, whichever studio it belongs to, or None.

        It is meant for a worker, which has the id from the queue.
        """

    def live(self, studio_id: str) -> ImportRun | None:
        """Return the studio's run that is queued or running and does not rest, or None."""

    def stop(self, studio_id: str, why: Message, now: datetime) -> None:
        """End whatever the studio has under way as failed, for the reason `why`, at `now` (UTC).

        Runs that rest are ended, too, and rows that this version of the plugin cannot read.
        """

    def is_busy(self, studio_id: str) -> bool:
        """Return whether the studio has a live run, readable or not."""

    def latest(self, studio_id: str) -> ImportRun | None:
        """Return the studio's newest run of either kind, or None."""

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """Return the newest nightly run of the studio's present connection, or None."""

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        """Return up to `most` of the connection's last finished nightly runs, newest first."""

    def had_night(self, connection_id: str, night: date) -> bool:
        """Return whether the connection has a run for that night, whatever became of it."""

    def stalled(self, queue_timeout: timedelta) -> Sequence[ImportRun]:
        """Return the runs under way that no worker performs, oldest first.

        They are runs whose worker's lease expired, and runs without a lease that were last enqueued
        longer ago than `queue_timeout`. A run that waits for its next try, resting or not, is among
        them only once that try is due.
        """

    def mark_enqueued(self, run_id: str) -> None:
        """Store that the run was enqueued just now, by the database's clock."""

    def save(self, run: ImportRun) -> None:
        """Store the progress of a run that was added before.

        A unique key refuses, with the database's own error, a run that no longer rests while the
        studio has a live one. Whoever wakes a run therefore has the connection `locked`, and looks
        for a live run first.
        """


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write for one studio, as long as no higher `fence` has been given out."""

    studio_id: str
    fence: int


class Leases(Protocol):
    """The leases, by which each studio has one writer at a time."""

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        """Return the studio's lease with a new, higher fence, for `lifetime` from now.

        Return None while another holder's lease has not expired.
        """

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        """Renew the lease for `lifetime` from now; raise `LeaseLost` if there is a higher fence.

        It is the first write in a page's transaction, so that a stale writer writes nothing.
        """

    def release(self, lease: Lease) -> None:
        """Give the lease back, so that another worker can acquire it at once.

        Do nothing if the lease was lost.
        """

    def revoke(self, studio_id: str) -> None:
        """End the studio's lease, and raise its fence.

        Whoever writes for the studio then stops at the next page.
        """


class Ledger(Protocol):
    """The record of the Harvest entries that each studio has imported. It outlives Disconnect."""

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        """Return the entries among `entry_ids` that the studio has imported.

        Each id is mapped to the id of the run that imported it.
        """

    def count(self, studio_id: str, run_id: str) -> int:
        """Return how many entries the studio's run has imported."""

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Remove those of the entries that the run recorded.

        The run calls it for entries that it did not import after all.
        """

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """Record the timelogs' entries as imported by the run; there may be none.

        An entry that the studio has imported before breaks the primary key (studio, entry): the
        database's own error is raised, and none is recorded.
        """


class Transaction(Protocol):
    """A transaction of the database, with the repositories that read and write in it.

    Nothing lasts unless `commit` is called.
    """

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
        """Return the current instant by the database's clock, in UTC.

        Leases, claims, authorization requests and waits are judged by this clock, because the
        clocks of processes differ.
        """

    def commit(self) -> None:
        """Make everything that was written last. Further writes need another commit.

        Raise `HostMisbehaved` if the host wrote fewer rows within `host_writes` than it said.
        """

    def savepoint(self) -> AbstractContextManager[None]:
        """Return a context in which writes are undone if its body raises; the error is raised on.

        What was written before it stays. The transaction must have written something before, as on
        SQLite a savepoint outside of a write transaction would commit by itself.
        """

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        """Return a context in which the host's `method` writes at least `rows` rows.

        It stands within a savepoint. It raises `RowsRefused` for what a constraint or a trigger
        refuses, deferred ones included, and `HostMisbehaved` if the host committed, rolled back or
        replaced the transaction. Any other error of the host's is raised on. If fewer rows were
        written than that, `commit` raises `HostMisbehaved`.
        """


class Store(Protocol):
    """The plugin's tables in one database, reached in transactions."""

    def ready(self) -> bool:
        """Return whether the plugin's tables exist and have all their columns."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Return a context with a new transaction, which is undone at the end unless committed.

        Transactions cannot be nested.
        """
