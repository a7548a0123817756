"""The step by which a preview keeps what an import would do with a page, and does nothing of it."""

from dataclasses import dataclass

from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.keep_page import KeepPage
from workroom_harvest.domain.use_cases.importing.keep_skipped import keep_skipped
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.write_page import page_result


@dataclass(frozen=True)
class PreviewPage(KeepPage):
    """Commit what would come in of a page, what would be skipped, and the run's progress.

    Nothing else is written: no timelog, no name, and nothing in the ledger.
    """

    store: Store

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        decided: Decided,
        cursor: str | None,
        known: set[ItemKey],
    ) -> ImportRun:
        """Return the preview after the page. What a host would refuse only an import can know."""
        wanted = [one for one in decided.decisions if isinstance(one, Import)]
        result = page_result(decided, {})
        with self.store.transaction() as tx:
            lease.renew(tx)
            tx.previewed_entries.add_many(run.studio_id, run.id, wanted, decided.source.keyed_hash)
            keep_skipped(tx, run, decided, result)
            after = run.add(result, cursor=cursor)
            tx.runs.save(after)
            tx.commit()
        return after

    def recount(self, run: ImportRun) -> ImportRun:
        """Return the preview as it is: each page was counted in the commit that kept it."""
        return run
