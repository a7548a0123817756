"""The use case by which a worker prepares itself before its first job."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.errors import LeaseLost, StoreUnavailable
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.leases import Lease
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.window import Days


@dataclass(frozen=True)
class WarmUp:
    """Do once what each quiet import does in the database, for no studio, and undo it.

    What is set up with a first statement is there then for all jobs, whose processes are copies of
    the worker's. The host's objects and Harvest are left out, because a copy would share whatever
    connections they open.
    """

    store: Store
    clock: Clock
    ids: Ids

    def __call__(self) -> None:
        """Store nothing, and do nothing if the database does not answer."""
        nobody = self.ids.new()
        now = self.clock.now()
        request = Request(RunKind.ON_DEMAND, Days(now.date(), now.date()))
        run = ImportRun(nobody, nobody, nobody, now, request)
        with suppress(StoreUnavailable), self.store.transaction() as tx:
            tx.runs.by_id(run.id)
            tx.leases.acquire(nobody, timedelta(seconds=1))
            lost = Lease(nobody, 0)
            with suppress(LeaseLost):
                tx.leases.hold(lost, timedelta(seconds=1))
            tx.leases.release(lost)
            tx.connections.for_studio(nobody)
            tx.pairs.projects(nobody)
            tx.pairs.tasks(nobody)
            tx.ledger.known(nobody, [1])
            tx.ledger.hash_key(nobody)
            tx.runs.save(run)
            tx.runs.mark_enqueued([run.id])
