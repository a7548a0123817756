"""The step after the last page of a list, which ends the run unless some entries are missing."""

from dataclasses import dataclass

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.compare_days import CompareDays
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


@dataclass(frozen=True)
class EndList:
    """Compare the days that were read, and finish the run if they lack nothing, in one commit."""

    store: Store
    compare_days: CompareDays
    finish: FinishRun

    def __call__(
        self, run: ImportRun, lease: LeaseKeeper, connection: Connection, announced: Announced
    ) -> ImportRun:
        """Return the run as finished, or as listed if there are entries to ask for by id.

        `announced` is what Harvest said on the last page. Raise `LeaseLost` if another worker took
        over, and `HostMisbehaved` as `HostTimelogs` does.
        """
        with self.store.transaction() as tx:
            lease.renew(tx)
            compared = self.compare_days(tx, run, connection, announced)
            if compared.is_listed:
                tx.runs.save(compared)
                tx.commit()
                return compared
            finished = self.finish.within(tx, compared, connection, announced)
            lease.end(tx)
        return finished
