"""The step that stores which entries of a page did not come in."""

from dataclasses import replace

from workroom_harvest.domain.decisions import Changed, Unchanged
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.decide_page import Decided


def keep_skipped(tx: Transaction, run: ImportRun, decided: Decided, result: PageResult) -> None:
    """Store what the run skipped on the page after those that it has read.

    What it found imported before is stored, too, where the days of the run do not tell: of a night
    that reads what was edited nobody else could say later which entries those were.
    """
    if not (run.progress.pages or run.picks):
        # The run may have begun again. One that picks does not decide again what it skipped.
        tx.skipped_entries.remove(run.studio_id, run.id)
    found = () if run.request.reads_days else _found(decided)
    rows = (*result.skipped, *found)
    tx.skipped_entries.add_many(run.studio_id, run.id, rows, run.progress.skipped)


def _found(decided: Decided) -> list[SkippedEntry]:
    """Return the entries that were imported before; their notes are kept as hashes alone."""
    return [
        replace(SkippedEntry.of(one.entry, SkipReason.ALREADY_IMPORTED), note="")
        for one in decided.decisions
        if isinstance(one, Changed | Unchanged)
    ]
