"""The use case that lists the entries that a run skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.reporting.run_entries import with_names

ENTRIES_LISTED = 100
"""How many entries are listed for each reason; the run counts them all."""


@dataclass(frozen=True)
class ListSkipped:
    """List the first of the entries that a run skipped for each reason."""

    store: Store

    def __call__(self, run: ImportRun) -> Mapping[SkipReason, Sequence[SkippedEntry]]:
        """Return the first `ENTRIES_LISTED` entries of each reason, in the order of Harvest's list.

        Entries that were already imported are counted, and not listed here.
        """
        reasons = run.progress.skipped.keys() - {SkipReason.ALREADY_IMPORTED}
        if not reasons:
            return {}
        with self.store.transaction() as tx:
            first = tx.skipped_entries.first
            return {
                reason: with_names(tx, run, first(run.studio_id, run.id, reason, ENTRIES_LISTED))
                for reason in reasons
            }
