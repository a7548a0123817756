"""A page of an import, decided: what becomes a timelog, and why the rest does not."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.decisions import MappingSnapshot, Owners, timelog, wanted_and_skipped
from workroom_harvest.domain.entries import NewTimelog, UnreadableEntry
from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


@dataclass(frozen=True, slots=True)
class Decided:
    """What a page becomes: the timelogs to add, and each entry that is left out.

    `fell_back` says, by entry id, whose timelogs go to the designer who connected.
    """

    wanted: Sequence[NewTimelog]
    skipped: Sequence[SkippedEntry]
    fell_back: Mapping[int, FellBack]

    @property
    def count(self) -> int:
        """How many entries were decided."""
        return len(self.wanted) + len(self.skipped)


@dataclass(frozen=True)
class DecidePage:
    """Each entry of a page once, by the plan and by what the ledger knows."""

    store: Store

    def __call__(
        self,
        run: ImportRun,
        mappings: MappingSnapshot,
        page: EntryPage,
        seen: Container[int],
        owners: Callable[[], Owners],
    ) -> Decided:
        """What to add, and what is left out, by name and cause.

        `seen` are the ids of the page before: Harvest shows an entry on two where another was added
        meanwhile. `owners` is asked only if something is wanted, and may raise `HarvestError`.
        """
        new = {entry.id: entry for entry in page.entries if entry.id not in seen}
        with self.store.transaction() as tx:
            known = tx.ledger.known(run.studio_id, list(new))
        # What this very run imported has been counted: it came twice, or the run began again.
        mine = {entry_id for entry_id, run_id in known.items() if run_id == run.id}
        candidates, skipped = wanted_and_skipped(
            [entry for entry in new.values() if entry.id not in mine], mappings, known, run.reach
        )
        wanted: list[NewTimelog] = []
        fell_back: dict[int, FellBack] = {}
        if candidates:
            found = owners()
            for entry in candidates:
                made = timelog(entry, mappings, found)
                if isinstance(made, SkippedEntry):
                    skipped.append(made)
                else:
                    wanted.append(made)
                    if (whose := found.fell_back(entry)) is not None:
                        fell_back[entry.id] = whose
        skipped += [_unreadable(bad) for bad in page.unreadable]
        return Decided(wanted, skipped, fell_back)


def _unreadable(bad: UnreadableEntry) -> SkippedEntry:
    """Where the id is readable Harvest has such an entry, and somebody must correct it there.

    A member without one is more likely an answer that went wrong on its way.
    """
    return SkippedEntry(
        SkipReason.HARVEST_API_ERROR,
        bad.id,
        "",
        bad.problem,
        is_lasting=bad.id is not None,
    )
