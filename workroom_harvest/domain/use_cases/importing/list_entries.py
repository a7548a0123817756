"""The use case that lists the entries of a run: those that it skipped, or those that came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.ledger import ImportedEntry
from workroom_harvest.domain.ports.store.skipped_entries import SkippedPlace
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason

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


EntryPlace = SkippedPlace | int
"""A place in the list: among skipped entries, or behind an imported entry's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries of a run are asked for: those that came in, or those that it skipped.

    The latter may be those of one `reason`. Entries that were already imported are counted by the
    run and not listed.
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
            if asked.imported:
                total = tx.ledger.imported_by(run.studio_id, run.id).entries
            else:
                total = tx.skipped_entries.count(run.studio_id, run.id, asked.reason)
            entries, place = _page(tx, run, asked, after, ENTRIES_ON_PAGE)
        return EntryList(entries, total, place)

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

    A place of the other list counts as the beginning.
    """
    if asked.imported:
        last = after if isinstance(after, int) else 0
        found = tx.ledger.imported_page(run.studio_id, run.id, most=most + 1, after=last)
        behind = found[most - 1].entry_id if len(found) > most else None
        return _named(tx, run.studio_id, found[:most]), behind
    place = after if isinstance(after, SkippedPlace) else None
    page = tx.skipped_entries.page(run.studio_id, run.id, asked.reason, most=most, after=place)
    return [_skipped(entry) for entry in page.entries], page.next


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


def _named(tx: Transaction, studio_id: str, found: Sequence[ImportedEntry]) -> list[RunEntry]:
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
            None,
            None,
        )
        for one in found
    ]
