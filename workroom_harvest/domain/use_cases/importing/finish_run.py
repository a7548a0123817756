"""The step after the last page: a run is finished, with what its end tells of days and entries."""

from dataclasses import dataclass, replace

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.read_days import has_read_all, read_in_full
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.importing.conclude import Conclude, mark_gone
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


@dataclass(frozen=True)
class FinishRun:
    """Finish a run in one commit, under the fence, after its last page, and give the lease back.

    The days that it read in full are noted, and that a night did so, what differs from the preview
    that it was started from, and what is gone or deleted.
    """

    store: Store
    clock: Clock
    conclude: Conclude

    def __call__(
        self, run: ImportRun, lease: LeaseKeeper, connection: Connection, announced: Announced
    ) -> ImportRun:
        """Return the run as finished; `announced` is what Harvest said on the last page.

        Raise `LeaseLost` if another worker took over.
        """
        with self.store.transaction() as tx:
            lease.renew(tx)
            finished = self.within(tx, run, connection, announced)
            lease.end(tx)
        return finished

    def within(
        self, tx: Transaction, run: ImportRun, connection: Connection, announced: Announced
    ) -> ImportRun:
        """Return the run as finished and saved, in a transaction that the caller commits."""
        finished = run.finish(self.clock.now(), announced)
        read = read_in_full(finished)
        finished = self.conclude(tx, _compared(tx, finished), connection)
        if finished.is_sure_of_gone:
            finished = self._mark_gone(tx, finished)
        tx.runs.save(finished)
        if read is not None:
            tx.read_days.add(run.studio_id, connection.harvest_account.id, read)
        if run.request.night is not None and has_read_all(finished):
            tx.connections.note_full_night(connection, run.request.night)
        return finished

    def _mark_gone(self, tx: Transaction, run: ImportRun) -> ImportRun:
        """Record what Harvest did not find, of which there is no more than the run may ask for."""
        gone = run.progress.skipped.get(SkipReason.GONE, 0)
        if gone:
            found = tx.skipped_entries.first(run.studio_id, run.id, SkipReason.GONE, MOST_ASKED)
            ids = [one.entry_id for one in found if one.entry_id is not None]
            mark_gone(tx, self.conclude.host, run, ids)
        return replace(run, progress=replace(run.progress, gone=run.progress.gone + gone))


def _compared(tx: Transaction, run: ImportRun) -> ImportRun:
    """Return the run with its differences, unless it has no preview, or none that is still there.

    They are stored with the run, because the preview is deleted before it.
    """
    preview_id = run.request.preview_id
    if preview_id is None or tx.runs.of(run.studio_id, preview_id) is None:
        return run
    found = tx.previewed_entries.differences(run.studio_id, preview_id, run.id)
    return replace(run, differs=tuple(found))
