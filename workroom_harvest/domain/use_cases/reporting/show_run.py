"""The use case that shows a run."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_id import is_run_id


@dataclass(frozen=True)
class ShowRun:
    """Read one of a studio's own runs."""

    store: Store

    def __call__(self, studio_id: str, run_id: str) -> ImportRun:
        """Return the studio's run of that id.

        Raise `NotFound` for an unknown id and, without a difference, for another studio's run.
        """
        if not is_run_id(run_id):
            raise NotFound
        with self.store.transaction() as tx:
            return own_run(tx, studio_id, run_id)

    def latest(self, studio_id: str) -> ImportRun:
        """Return the studio's newest run; raise `NotFound` if it has none."""
        with self.store.transaction() as tx:
            run = tx.runs.latest(studio_id)
        if run is None:
            raise NotFound(Code.NO_RUN_YET)
        return run


def own_run(tx: Transaction, studio_id: str, run_id: str) -> ImportRun:
    """Return the studio's run of that id.

    Raise `NotFound` for an unknown id and, without a difference, for another studio's run.
    """
    run = tx.runs.of(studio_id, run_id) if is_run_id(run_id) else None
    if run is None:
        raise NotFound
    return run
