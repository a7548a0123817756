"""Faults put in on purpose, some of them once real, so that the search is seen to find them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.fakes.connections import FakeConnections
from tests.fakes.database import FakeDatabase
from tests.fakes.deadlines import has_ended
from tests.fakes.leases import FakeLeases
from tests.fakes.nights import FakeNights
from tests.fakes.store import FakeStore, FakeTransaction
from tests.schedules.scheduler import Scheduler
from tests.schedules.world import World
from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store.leases import Lease
from workroom_harvest.domain.ports.store.nights import DueNight
from workroom_harvest.domain.use_cases import UseCases

Fault = Callable[[FakeTransaction, FakeDatabase, Clock], None]
"""Puts something broken into a transaction of a process that has this clock."""


class BrokenStore(FakeStore):
    """A store with a fault in each of its transactions."""

    def __init__(self, database: FakeDatabase, clock: Clock, fault: Fault) -> None:
        super().__init__(database)
        self._clock = clock
        self._fault = fault

    @contextmanager
    def transaction(self) -> Iterator[FakeTransaction]:
        with super().transaction() as tx:
            self._fault(tx, self._database, self._clock)
            yield tx


class BrokenWorld(World):
    """The processes have a store with a fault; whoever settles what they leave has a sound one."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault

    def ports(self, clock: Clock) -> Ports:
        store = BrokenStore(self.plugin.database, clock, self._fault)
        return replace(super().ports(clock), store=store)


class UncheckedSaves(World):
    """A save does not look whether the connection is still the one that it read names for."""

    def use_cases(self, ahead: timedelta, scheduler: Scheduler) -> UseCases:
        use, read = super().use_cases(ahead, scheduler), dict[str, Connection | None]()

        def fault(tx: FakeTransaction, database: FakeDatabase, _: Clock) -> None:
            tx.connections = FirstRead(database, read)

        store = BrokenStore(self.plugin.database, self.plugin.clock, fault)
        return replace(use, save_mappings=replace(use.save_mappings, store=store))


class FirstRead(FakeConnections):
    """Whoever locks the connection is shown the one that they read first, and compares in vain."""

    def __init__(self, database: FakeDatabase, read: dict[str, Connection | None]) -> None:
        super().__init__(database, is_sealed_shut=False)
        self._read = read

    def for_studio(self, studio_id: str) -> Connection | None:
        return self._read.setdefault(studio_id, super().for_studio(studio_id))

    def locked(self, studio_id: str) -> Connection | None:
        return super().for_studio(studio_id) and self.for_studio(studio_id)


def unforgiving(tx: FakeTransaction, database: FakeDatabase, _: Clock) -> None:
    """Let a new pair leave the note that an older one caused, that somebody must reconnect."""
    tx.connections = Unforgiving(database, is_sealed_shut=False)


class Unforgiving(FakeConnections):
    """The reason to reconnect stays."""

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        before = self.for_studio(connection.studio_id)
        is_kept = super().put_tokens(connection, tokens, after)
        row = self._mine(connection)
        if before and row:
            self.put(replace(row.connection, reconnect_reason=before.reconnect_reason))
        return is_kept


def by_own_clock(tx: FakeTransaction, database: FakeDatabase, clock: Clock) -> None:
    """Let claims be noted and judged by the clock of whichever process is at it."""
    tx.connections = ByOwnClock(database, clock)


class ByOwnClock(FakeConnections):
    """It has a process's clock."""

    def __init__(self, database: FakeDatabase, clock: Clock) -> None:
        super().__init__(database, is_sealed_shut=False)
        self._clock = clock

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        row, now = self._version(connection, version), self._clock.now()
        if row is None or not has_ended(row.claimed_until, now, lifetime):
            return False
        self._rows[connection.studio_id] = replace(row, claimed_until=now + lifetime)
        return True


def unfenced(tx: FakeTransaction, database: FakeDatabase, _: Clock) -> None:
    """Let whoever once had the lease write."""
    tx.leases = Unfenced(database)


class Unfenced(FakeLeases):
    """A lease that was lost is still held."""

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        try:
            super().hold(lease, lifetime)
        except LeaseLost:
            return


def credulous(tx: FakeTransaction, database: FakeDatabase, _: Clock) -> None:
    """Let a pair count as stored whose connection is gone, so that Harvest is not told."""
    tx.connections = Credulous(database, is_sealed_shut=False)


class Credulous(FakeConnections):
    """Whatever is stored was kept."""

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        super().put_tokens(connection, tokens, after)
        return True


def unchecked_nights(tx: FakeTransaction, database: FakeDatabase, _: Clock) -> None:
    """Let a tick take the nights that it saw to be due before it had locked anything."""
    tx.nights = UncheckedNights(database, tx.runs)


class UncheckedNights(FakeNights):
    """Whoever was due once is due still."""

    def take(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> Sequence[DueNight]:
        return [self._take(studio_id, night) for studio_id in studio_ids]
