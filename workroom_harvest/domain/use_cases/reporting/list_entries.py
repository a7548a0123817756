"""The use case that lists the entries of a run: those that it skipped, or those that came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.ledger import DayPlace, Earlier
from workroom_harvest.domain.ports.store.skipped_entries import SkippedPlace
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.reporting.run_entries import (
    RunEntry,
    named,
    previewed,
    skipped,
    with_names,
)
from workroom_harvest.domain.window import Days

ENTRIES_ON_PAGE = 100
"""How many entries a page of the list has."""

ENTRIES_AT_ONCE = 2_000
"""How many entries are read at once where all are wanted."""


EntryPlace = SkippedPlace | DayPlace | int
"""A place in the list: among skipped entries, among what was imported earlier, or behind an id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries of a run are asked for: those that came in, or those that it skipped.

    Of a preview the former are those that would come in. The latter may be those of one `reason`.
    What was already imported is among them only where that is the reason; of a run over whole days
    it is read from what is known of entries now.
    """

    imported: bool = False
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class EntryList:
    """Some entries of a run, `total` of which there are; `next` is where the others begin."""

    entries: Sequence[RunEntry]
    total: int
    next: EntryPlace | None


@dataclass(frozen=True)
class ListEntries:
    """List the entries of a run, a page at a time or all of them."""

    store: Store

    def __call__(self, run: ImportRun, asked: Asked, after: EntryPlace | None = None) -> EntryList:
        """Return the first entries that are asked for, behind the place `after`."""
        with self.store.transaction() as tx:
            entries, place = _page(tx, run, asked, after, ENTRIES_ON_PAGE)
            return EntryList(entries, _total(tx, run, asked), place)

    def all(self, run: ImportRun, asked: Asked) -> Iterator[Sequence[RunEntry]]:
        """Yield all entries that are asked for, some at a time, each from its own transaction."""
        place: EntryPlace | None = None
        while True:
            with self.store.transaction() as tx:
                entries, place = _page(tx, run, asked, place, ENTRIES_AT_ONCE)
            yield entries
            if place is None:
                return


def _page(
    tx: Transaction, run: ImportRun, asked: Asked, after: EntryPlace | None, most: int
) -> tuple[Sequence[RunEntry], EntryPlace | None]:
    """Return up to `most` entries behind the place, and where the others begin, or None.

    A place of another list counts as the beginning.
    """
    if asked.imported:
        last = after if isinstance(after, int) else 0
        if run.is_preview:
            shown = tx.previewed_entries.first(run.studio_id, run.id, last, most + 1)
            behind = shown[most - 1].entry_id if len(shown) > most else None
            return [previewed(entry) for entry in shown[:most]], behind
        found = tx.ledger.imported_page(run.studio_id, run.id, most=most + 1, after=last)
        behind = found[most - 1].entry_id if len(found) > most else None
        return named(tx, run.studio_id, found[:most], None), behind
    earlier = _earlier(tx, run, asked)
    if earlier is not None:
        since = after if isinstance(after, DayPlace) else None
        known = tx.ledger.earlier_page(earlier, most=most + 1, after=since)
        end = known[most - 1] if len(known) > most else None
        day = DayPlace(end.spent_on, end.entry_id) if end else None
        return named(tx, run.studio_id, known[:most], asked.reason), day
    place = after if isinstance(after, SkippedPlace) else None
    page = tx.skipped_entries.page(run.studio_id, run.id, asked.reason, most=most, after=place)
    return [skipped(entry) for entry in with_names(tx, run, page.entries)], page.next


def _total(tx: Transaction, run: ImportRun, asked: Asked) -> int:
    """Return how many entries are asked for."""
    if asked.imported and run.is_preview:
        return run.progress.imported
    if asked.imported:
        return tx.ledger.imported_by(run.studio_id, run.id).entries
    earlier = _earlier(tx, run, asked)
    if earlier is not None:
        return tx.ledger.count_earlier(earlier)
    return tx.skipped_entries.count(run.studio_id, run.id, asked.reason)


def _earlier(tx: Transaction, run: ImportRun, asked: Asked) -> Earlier | None:
    """Return by what entries are found that were imported before; None if the run stored them."""
    days = run.request.window
    if asked.reason is not SkipReason.ALREADY_IMPORTED or not isinstance(days, Days):
        return None
    connection = tx.connections.for_studio(run.studio_id)
    is_present = connection is not None and connection.id == run.connection_id
    account = connection.harvest_account.id if connection and is_present else None
    return Earlier(run.studio_id, account, run.id, days, run.ended_at or tx.now())
