"""The Store port in memory, with the real one's unique keys."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.connection import AuthorizationRequest, Connection, HeldTokens, Tokens
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import LeaseLost, ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.mapping import Pair, ProjectPair, TaskPair
from workroom_harvest.domain.ports.store import Lease, Resealed
from workroom_harvest.domain.retry import DAY
from workroom_harvest.domain.run import ImportRun, RunStatus

P = TypeVar("P", bound=Pair)


def _has_ended(end: datetime | None, now: datetime, length: timedelta) -> bool:
    """Whether what lasts for `length` is over; an end too far away is a wrong clock's."""
    return end is None or not now < end <= now + 2 * length


@dataclass(frozen=True)
class ConnectionRow:
    """A connection beside its tokens, their version, and who may refresh them until when."""

    connection: Connection
    tokens: Tokens | None = None
    version: int = 0
    claimed_until: datetime | None = None


class FakeConnections:
    """The Connections port; where `is_sealed_shut` no tokens open."""

    def __init__(self, database: FakeDatabase, *, is_sealed_shut: bool) -> None:
        self._database = database
        self.is_sealed_shut = is_sealed_shut

    @property
    def _rows(self) -> dict[str, ConnectionRow]:
        return self._database.table("connections")

    def for_studio(self, studio_id: str) -> Connection | None:
        """See the port."""
        row = self._rows.get(studio_id)
        return row.connection if row else None

    def locked(self, studio_id: str) -> Connection | None:
        """See the port. There is one transaction at a time here."""
        return self.for_studio(studio_id)

    def any(self) -> Connection | None:
        """See the port."""
        return next((row.connection for row in self._rows.values()), None)

    def automated(self) -> Sequence[Connection]:
        """See the port."""
        return [row.connection for row in self._rows.values() if row.connection.automated_sync]

    def put(self, connection: Connection) -> None:
        """See the port."""
        row = self._rows.get(connection.studio_id) or ConnectionRow(connection)
        self._rows[connection.studio_id] = replace(row, connection=connection)

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        """See the port."""
        row = self._rows.get(studio_id)
        if row is None:
            return False
        self.put(replace(row.connection, automated_since=since))
        return True

    def note_sight(self, connection: Connection) -> None:
        """See the port."""
        row = self._mine(connection)
        if row is not None and row.connection.connected_at == connection.connected_at:
            self.put(replace(row.connection, sees=connection.sees, saw=connection.saw))

    def rename(self, connection: Connection, name: str) -> None:
        """Nothing else of the row changes."""
        row = self._mine(connection)
        if row is not None:
            account = replace(row.connection.harvest_account, name=name)
            self.put(replace(row.connection, harvest_account=account))

    def drop(self, studio_id: str) -> None:
        """See the port."""
        self._rows.pop(studio_id, None)

    def tokens(self, connection: Connection) -> HeldTokens:
        """See the port."""
        row = self._mine(connection)
        if row is None or row.tokens is None:
            raise ReconnectNeeded("Harvest's tokens are missing here. Reconnect to go on.")
        if self.is_sealed_shut:
            raise TokensUnreadable("The stored Harvest tokens cannot be opened.")
        return HeldTokens(row.tokens, row.version)

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        """See the port."""
        row = self._mine(connection)
        if row is None or after not in (None, row.version):
            return False
        self._rows[connection.studio_id] = ConnectionRow(
            replace(row.connection, reconnect_reason=None), tokens, row.version + 1
        )
        return True

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        """See the port."""
        row, now = self._version(connection, version), self._database.clock.now()
        if row is None or not _has_ended(row.claimed_until, now, lifetime):
            return False
        self._rows[connection.studio_id] = replace(row, claimed_until=now + lifetime)
        return True

    def release_refresh(self, connection: Connection, version: int) -> None:
        """See the port."""
        row = self._version(connection, version)
        if row is not None:
            self._rows[connection.studio_id] = replace(row, claimed_until=None)

    def needs_reconnect(self, connection: Connection, version: int, reason: str) -> bool:
        """See the port."""
        row = self._version(connection, version)
        if row is None:
            return False
        waiting = replace(row.connection, reconnect_reason=reason)
        changed = replace(row, connection=waiting, claimed_until=None)
        self._rows[connection.studio_id] = changed
        return True

    def reseal(self) -> Resealed:
        """See the port."""
        sealed = [studio_id for studio_id, row in self._rows.items() if row.tokens is not None]
        return Resealed(0, sealed) if self.is_sealed_shut else Resealed(len(sealed))

    def _mine(self, connection: Connection) -> ConnectionRow | None:
        row = self._rows.get(connection.studio_id)
        return row if row and row.connection.id == connection.id else None

    def _version(self, connection: Connection, version: int) -> ConnectionRow | None:
        row = self._mine(connection)
        return row if row and row.version == version else None


class FakePairs:
    """The Pairs port; refuses a side that occurs twice."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        """See the port."""
        return _by_name(self._database.table("project_pairs").get(studio_id, ()))

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        """See the port."""
        return _by_name(self._database.table("task_pairs").get(studio_id, ()))

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        """See the port."""
        for name, pairs in (("project_pairs", projects), ("task_pairs", tasks)):
            _refuse_twice(name, [pair.harvest_id for pair in pairs])
            _refuse_twice(name, [pair.target_id for pair in pairs])
            self._database.table(name)[studio_id] = tuple(pairs)


def _by_name(pairs: Iterable[P]) -> tuple[P, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair.harvest_name, pair.harvest_id)))


def _refuse_twice(name: str, sides: Sequence[object]) -> None:
    if len(set(sides)) < len(sides):
        raise NotUniqueError(name)


class FakeAuthorizationRequests:
    """The Consents port."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, tuple[AuthorizationRequest, datetime]]:
        return self._database.table("authorization_requests")

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        """See the port."""
        now = self._database.clock.now()
        for key in [key for key, (_, ends) in self._rows.items() if ends <= now]:
            del self._rows[key]
        if state_hash in self._rows:
            raise NotUniqueError("authorization_requests")
        self._rows[state_hash] = (consent, now + lifetime)

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        """See the port."""
        consent, ends = self._rows.pop(state_hash, (None, self._database.clock.now()))
        return consent if ends > self._database.clock.now() else None


@dataclass(frozen=True)
class RunRow:
    """A run, and when it was last handed to the queue."""

    run: ImportRun
    enqueued_at: datetime | None = None


def _is_live(run: ImportRun) -> bool:
    """Whether it holds the studio."""
    return not (run.is_over or run.is_resting)


class FakeRuns:
    """The Runs port."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, RunRow]:
        return self._database.table("runs")

    @property
    def _runs(self) -> list[ImportRun]:
        """The newest first."""
        found = sorted((row.run for row in self._rows.values()), key=lambda run: run.id)
        return sorted(found, key=lambda run: run.created_at, reverse=True)

    def add(self, run: ImportRun) -> bool:
        """See the port. The unique keys on the live run and on the night decide."""
        night_is_taken = run.night is not None and self.had_night(run.connection_id, run.night)
        live_is_taken = _is_live(run) and self.live(run.studio_id) is not None
        if run.id in self._rows or night_is_taken or live_is_taken:
            return False
        self._rows[run.id] = RunRow(run)
        return True

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        """See the port."""
        run = self.by_id(run_id)
        return run if run and run.studio_id == studio_id else None

    def by_id(self, run_id: str) -> ImportRun | None:
        """See the port."""
        row = self._rows.get(run_id)
        return row.run if row else None

    def live(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        return next((run for run in self._of(studio_id) if _is_live(run)), None)

    def stop(self, studio_id: str, sentence: str, now: datetime) -> None:
        """Each run that is not over."""
        for run in self._of(studio_id):
            if not run.is_over:
                self.save(run.fail(sentence, now))

    def is_busy(self, studio_id: str) -> bool:
        """There is nothing here that cannot be read."""
        return self.live(studio_id) is not None

    def latest(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        return next(iter(self._of(studio_id)), None)

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        row = self._database.table("connections").get(studio_id)
        return next(iter(self._nights(row.connection.id)), None) if row else None

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        """See the port."""
        nights = self._nights(connection_id)
        return [run for run in nights if run.status is RunStatus.FINISHED][:most]

    def had_night(self, connection_id: str, night: date) -> bool:
        """See the port."""
        return any(run.night == night for run in self._nights(connection_id))

    def stalled(self, queue_timeout: timedelta) -> Sequence[ImportRun]:
        """See the port."""
        live = sorted(self._rows.values(), key=lambda row: row.run.created_at)
        return [row.run for row in live if not row.run.is_over and self._lies(row, queue_timeout)]

    def mark_enqueued(self, run_id: str) -> None:
        """See the port."""
        if run_id in self._rows:
            now = self._database.clock.now()
            self._rows[run_id] = replace(self._rows[run_id], enqueued_at=now)

    def save(self, run: ImportRun) -> None:
        """See the port."""
        row = self._rows.get(run.id)
        if row is None:
            return
        other = self.live(run.studio_id)
        if _is_live(run) and other is not None and other.id != run.id:
            raise NotUniqueError("live_for")
        self._rows[run.id] = replace(row, run=run)

    def _of(self, studio_id: str) -> list[ImportRun]:
        return [run for run in self._runs if run.studio_id == studio_id]

    def _nights(self, connection_id: str) -> list[ImportRun]:
        runs = self._runs
        return [run for run in runs if run.connection_id == connection_id and run.night is not None]

    def _lies(self, row: RunRow, queue_timeout: timedelta) -> bool:
        now = self._database.clock.now()
        retry_state = row.run.retry_state
        if retry_state and not _has_ended(retry_state.next_try_at, now, DAY / 2):
            return False
        lease: LeaseRow | None = self._database.table("leases").get(row.run.studio_id)
        ends = lease.expires_at if lease else None
        handed = row.enqueued_at
        if ends is not None and ends <= now and (handed is None or handed <= ends):
            return True
        return _has_ended(ends, now, queue_timeout) and _has_ended(
            handed, now - queue_timeout, queue_timeout
        )


@dataclass(frozen=True)
class LeaseRow:
    """The highest fence, and until when its holder has it; None once it was given back."""

    fence: int
    expires_at: datetime | None


class FakeLeases:
    """The Leases port."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, LeaseRow]:
        return self._database.table("leases")

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        """See the port."""
        now = self._database.clock.now()
        held = self._rows.get(studio_id, LeaseRow(0, None))
        if not _has_ended(held.expires_at, now, lifetime):
            return None
        self._rows[studio_id] = LeaseRow(held.fence + 1, now + lifetime)
        return Lease(studio_id, held.fence + 1)

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        """See the port."""
        until = self._database.clock.now() + lifetime
        if not self._is_mine(lease):
            raise LeaseLost(f"fence {lease.fence} was passed")
        self._rows[lease.studio_id] = LeaseRow(lease.fence, until)

    def release(self, lease: Lease) -> None:
        """See the port."""
        if self._is_mine(lease):
            self._rows[lease.studio_id] = LeaseRow(lease.fence, None)

    def revoke(self, studio_id: str) -> None:
        """See the port."""
        if studio_id in self._rows:
            self._rows[studio_id] = LeaseRow(self._rows[studio_id].fence + 1, None)

    def _is_mine(self, lease: Lease) -> bool:
        held = self._rows.get(lease.studio_id)
        return held is not None and held.fence == lease.fence


class FakeLedger:
    """The Ledger port."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], str]:
        return self._database.table("ledger")

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        """See the port."""
        rows = self._rows
        return {one: rows[studio_id, one] for one in entry_ids if (studio_id, one) in rows}

    def count(self, studio_id: str, run_id: str) -> int:
        """See the port."""
        return [one for (studio, _), one in self._rows.items() if studio == studio_id].count(run_id)

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """See the port."""
        for one in entry_ids:
            if self._rows.get((studio_id, one)) == run_id:
                del self._rows[studio_id, one]

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """See the port."""
        for log in timelogs:
            if (studio_id, log.entry_id) in self._rows:
                raise NotUniqueError("ledger")
            self._rows[studio_id, log.entry_id] = run_id


class FakeTransaction:
    """The Transaction port."""

    def __init__(
        self, database: FakeDatabase, runs: "Callable[[FakeDatabase], FakeRuns]", sealed_shut: bool
    ) -> None:
        self._database = database
        self.connections = FakeConnections(database, is_sealed_shut=sealed_shut)
        self.pairs = FakePairs(database)
        self.authorization_requests = FakeAuthorizationRequests(database)
        self.runs = runs(database)
        self.leases = FakeLeases(database)
        self.ledger = FakeLedger(database)

    def now(self) -> datetime:
        """By the database's own clock."""
        return self._database.clock.now()

    def commit(self) -> None:
        """See the port."""
        self._database.commit()

    def savepoint(self) -> AbstractContextManager[None]:
        """See the port."""
        return self._database.savepoint()

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        """See the port."""
        return self._database.host_writes(method, rows)


class FakeStore:
    """The Store port over a database in memory.

    It has its tables, and the key for its tokens, until a test says otherwise; `runs` makes what
    keeps the runs.
    """

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database
        self.has_tables = True
        self.is_sealed_shut = False
        self.runs: Callable[[FakeDatabase], FakeRuns] = FakeRuns

    def ready(self) -> bool:
        """See the port."""
        with self.transaction():
            return self.has_tables

    @contextmanager
    def transaction(self) -> Iterator[FakeTransaction]:
        """See the port."""
        with self._database.transaction():
            yield FakeTransaction(self._database, self.runs, self.is_sealed_shut)
