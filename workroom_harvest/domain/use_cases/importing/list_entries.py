"""The use case that lists the entries of a run: those that it skipped, or those that came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.ledger import DayPlace, Earlier, ImportedEntry
from workroom_harvest.domain.ports.store.skipped_entries import SkippedPlace
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.window import Days

ENTRIES_ON_PAGE = 100
"""How many entries a page of the list has."""

ENTRIES_AT_ONCE = 2_000
"""How many entries are read at once where all are wanted."""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """An entry of a run. `reason` is why it was skipped, or None if it came in.

    What cannot be read is None or empty, and so are names and notes after Disconnect. `cause` says
    more than the reason does, where there is more to say.
    """

    entry_id: int | None
    spent_on: date | None
    minutes: int | None
    project: str
    task: str
    person: str
    note: str
    reason: SkipReason | None
    cause: Message | None


EntryPlace = SkippedPlace | DayPlace | int
"""A place in the list: among skipped entries, among what was imported earlier, or behind an id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries of a run are asked for: those that came in, or those that it skipped.

    Of a preview the former are those that would come in. The latter may be those of one `reason`.
    What was already imported is among them only where that is the reason: it is read from what is
    known of entries now, and not at all of a run that did not read whole days.
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
            return [_previewed(entry) for entry in shown[:most]], behind
        found = tx.ledger.imported_page(run.studio_id, run.id, most=most + 1, after=last)
        behind = found[most - 1].entry_id if len(found) > most else None
        return _named(tx, run.studio_id, found[:most], None), behind
    if asked.reason is SkipReason.ALREADY_IMPORTED:
        earlier = _earlier(tx, run)
        since = after if isinstance(after, DayPlace) else None
        known = tx.ledger.earlier_page(earlier, most=most + 1, after=since) if earlier else []
        end = known[most - 1] if len(known) > most else None
        day = DayPlace(end.spent_on, end.entry_id) if end else None
        return _named(tx, run.studio_id, known[:most], asked.reason), day
    place = after if isinstance(after, SkippedPlace) else None
    page = tx.skipped_entries.page(run.studio_id, run.id, asked.reason, most=most, after=place)
    return [_skipped(entry) for entry in page.entries], page.next


def _total(tx: Transaction, run: ImportRun, asked: Asked) -> int:
    """Return how many entries are asked for."""
    if asked.imported and run.is_preview:
        return run.progress.imported
    if asked.imported:
        return tx.ledger.imported_by(run.studio_id, run.id).entries
    if asked.reason is SkipReason.ALREADY_IMPORTED:
        earlier = _earlier(tx, run)
        return tx.ledger.count_earlier(earlier) if earlier else 0
    return tx.skipped_entries.count(run.studio_id, run.id, asked.reason)


def _earlier(tx: Transaction, run: ImportRun) -> Earlier | None:
    """Return which entries the run found imported before, or None if that is not known."""
    days = run.request.window
    if not isinstance(days, Days):
        return None
    connection = tx.connections.for_studio(run.studio_id)
    is_present = connection is not None and connection.id == run.connection_id
    account = connection.harvest_account.id if connection and is_present else None
    return Earlier(run.studio_id, account, run.id, days, run.ended_at or tx.now())


def _previewed(entry: PreviewedEntry) -> RunEntry:
    return RunEntry(
        entry.entry_id,
        entry.spent_on,
        entry.minutes,
        entry.project,
        entry.task,
        entry.person,
        entry.note,
        None,
        None,
    )


def _skipped(entry: SkippedEntry) -> RunEntry:
    return RunEntry(
        entry.entry_id,
        entry.spent_on,
        entry.minutes,
        entry.project,
        entry.task,
        entry.person,
        entry.note,
        entry.reason,
        entry.cause,
    )


def _named(
    tx: Transaction, studio_id: str, found: Sequence[ImportedEntry], reason: SkipReason | None
) -> list[RunEntry]:
    """Return imported entries with the names that are known; a run has those of one account."""
    if not found:
        return []
    ids = {
        ItemKind.PROJECT: [one.project_id for one in found],
        ItemKind.TASK: [one.task_id for one in found],
        ItemKind.PERSON: [one.user_id for one in found],
    }
    account = found[0].harvest_account_id
    names = {
        (kind, number): name
        for kind, numbers in ids.items()
        for number, name in tx.harvest_items.names(
            studio_id, account, kind, {one for one in numbers if one is not None}
        ).items()
    }
    return [
        RunEntry(
            one.entry_id,
            one.spent_on,
            one.minutes,
            names.get((ItemKind.PROJECT, one.project_id or 0), ""),
            names.get((ItemKind.TASK, one.task_id or 0), ""),
            names.get((ItemKind.PERSON, one.user_id or 0), ""),
            "",
            reason,
            None,
        )
        for one in found
    ]
