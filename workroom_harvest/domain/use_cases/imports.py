"""Asking for an import, and looking at one."""

from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import (
    NotConnected,
    NotFound,
    QueueUnavailable,
    ReconnectNeeded,
    RunUnreadable,
)
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.runs import ImportRun, RunKind, is_run_id


def hand_over(store: Store, queue: ImportQueue, run: ImportRun) -> bool:
    """Wake a worker for a stored run; False when Redis is away and the run waits in the store."""
    try:
        queue.enqueue(run.id)
    except QueueUnavailable:
        return False
    with store.transaction() as transaction:
        store.runs.touch(run.id)
        transaction.commit()
    return True


@dataclass(frozen=True, slots=True)
class Requested:
    """The run to look at; `is_new` unless one was alive already, `waits` while Redis is away."""

    run: ImportRun
    is_new: bool
    waits: bool = False


@dataclass(frozen=True)
class RequestImport:
    """Start an import of the days that a person chose, unless one is alive."""

    store: Store
    queue: ImportQueue
    clock: Clock
    ids: Ids

    def __call__(self, account_id: str, member_id: str | None, period: Period) -> Requested:
        """`member_id` is None from the command line. The run is committed before it is queued.

        Raises `NotConnected`, `ReconnectNeeded` or `RunUnreadable`.
        """
        now = self.clock.now()
        with self.store.transaction() as transaction:
            connection = self.store.connections.locked(account_id)
            if connection is None:
                raise NotConnected
            if connection.reconnect_reason is not None:
                raise ReconnectNeeded(connection.reconnect_reason)
            run = ImportRun(
                id=self.ids.new(),
                account_id=account_id,
                connection_id=connection.id,
                kind=RunKind.ON_DEMAND,
                created_at=now,
                period=period,
                started_by=member_id,
            )
            is_new = self.store.runs.add(run)
            shown = run if is_new else self.store.runs.live(account_id)
            if shown is None and self.store.runs.is_busy(account_id):
                raise RunUnreadable
            transaction.commit()
        if not is_new:
            # The one that was alive may have ended since: then the newest is what to look at.
            return Requested(shown or ShowRun(self.store).latest(account_id), is_new=False)
        return Requested(run, True, waits=not hand_over(self.store, self.queue, run))


@dataclass(frozen=True)
class ShowRun:
    """One of the studio's own runs."""

    store: Store

    def __call__(self, account_id: str, run_id: str) -> ImportRun:
        """Raises `NotFound` for an unknown id and, no different, for another studio's."""
        run = None
        if is_run_id(run_id):
            with self.store.transaction():
                run = self.store.runs.of(account_id, run_id)
        if run is None:
            raise NotFound("There is no such import. Go back to the Harvest settings.")
        return run

    def latest(self, account_id: str) -> ImportRun:
        """The studio's newest run; raises `NotFound` where there is none."""
        with self.store.transaction():
            run = self.store.runs.latest(account_id)
        if run is None:
            raise NotFound("There is no import yet.")
        return run


@dataclass(frozen=True)
class Today:
    """The studio's own calendar day."""

    people: People
    clock: Clock

    def __call__(self, account_id: str) -> date:
        """Today in the studio's zone where the host tells a zone that exists, else in UTC."""
        name = self.people.time_zone(account_id)
        try:
            zone = ZoneInfo(name) if name else UTC
        except (KeyError, ValueError, OSError):
            # OSError for the name of a folder of zones, such as America.
            zone = UTC
        return self.clock.now().astimezone(zone).date()
