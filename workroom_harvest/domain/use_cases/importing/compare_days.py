"""The step that compares the days that a run has read with what is known of them."""

from dataclasses import dataclass, replace
from itertools import islice

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.unfound import Where
from workroom_harvest.domain.read_days import lacking, listed_in_full
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.conclude import AT_ONCE
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.window import Days


@dataclass(frozen=True)
class CompareDays:
    """Compare how many entries of each day are known with how many Harvest listed.

    Without a `host` that can be looked up nothing is compared.
    """

    host: HostTimelogs | None

    def __call__(
        self, tx: Transaction, run: ImportRun, connection: Connection, announced: Announced
    ) -> ImportRun:
        """Return the run, with the number of entries that its list lacks if there are any.

        `announced` is what Harvest said on the last page. Up to `MOST_ASKED` of the days that lack
        some are stored, the latest ones. Timelogs whose entries are gone are looked up, too. The
        caller's transaction has written something before, and saves the run. Raise `HostMisbehaved`
        as `HostTimelogs` does.
        """
        days = listed_in_full(run, announced)
        if self.host is None or days is None:
            return run
        studio_id, account_id = run.studio_id, connection.harvest_account.id
        known = tx.listed_days.known(studio_id, account_id, days)
        lacks = lacking(known, tx.listed_days.of(studio_id, run.id))
        run = _look_up_orphans(tx, self.host, run, account_id, days)
        if lacks:
            some = dict(islice(lacks.items(), MOST_ASKED))
            tx.listed_days.replace(studio_id, run.id, some)
            run = replace(run, progress=replace(run.progress, unlisted=sum(lacks.values())))
        return run


def _look_up_orphans(
    tx: Transaction, host: HostTimelogs, run: ImportRun, account_id: int, days: Days
) -> ImportRun:
    """Return the run after a look-up of timelogs whose entries are gone; they are not listed."""
    orphans = tx.listed_days.orphans(run.studio_id, account_id, days, most=AT_ONCE)
    found = host.find(tx, run.studio_id, orphans)
    lost = [number for number in orphans if number not in found]
    tx.unfound.add_many(run.studio_id, run.id, Where.IN_WORKROOM, lost)
    looked_up = run.progress.looked_up + len(orphans)
    return replace(run, progress=replace(run.progress, looked_up=looked_up))
