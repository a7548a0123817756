"""Asking for an import."""

from dataclasses import dataclass

from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import NotConnected, ReconnectNeeded, RunUnreadable
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.use_cases.importing.show_run import ShowRun
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run


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

    def __call__(self, studio_id: str, member_id: str | None, period: Period) -> Requested:
        """`member_id` is None from the command line. The run is committed before it is queued.

        Raises `NotConnected`, `ReconnectNeeded` or `RunUnreadable`.
        """
        now = self.clock.now()
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            if connection.reconnect_reason is not None:
                raise ReconnectNeeded(connection.reconnect_reason)
            run = ImportRun(
                id=self.ids.new(),
                studio_id=studio_id,
                connection_id=connection.id,
                kind=RunKind.ON_DEMAND,
                created_at=now,
                period=period,
                started_by=member_id,
            )
            is_new = tx.runs.add(run)
            shown = run if is_new else tx.runs.live(studio_id)
            if shown is None and tx.runs.is_busy(studio_id):
                raise RunUnreadable
            tx.commit()
        if not is_new:
            # The one that was alive may have ended since: then the newest is what to look at.
            return Requested(shown or ShowRun(self.store).latest(studio_id), is_new=False)
        return Requested(run, True, waits=not enqueue_run(self.store, self.queue, run))
