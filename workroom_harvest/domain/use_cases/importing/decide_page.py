"""The step that decides what becomes of each entry of a page."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.decisions import MappingSnapshot, Owners, timelog, wanted_and_skipped
from workroom_harvest.domain.entries import NewTimelog, UnreadableEntry
from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.window import ChangedSince, Days


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about a page: the timelogs to add, and the entries that are skipped.

    `fell_back` maps the id of each entry whose timelog goes to the designer who connected to its
    Harvest user.
    """

    wanted: Sequence[NewTimelog]
    skipped: Sequence[SkippedEntry]
    fell_back: Mapping[int, FellBack]

    @property
    def count(self) -> int:
        """Return how many entries were decided."""
        return len(self.wanted) + len(self.skipped)


@dataclass(frozen=True)
class DecidePage:
    """Decide each entry of a page once, by the mappings and by the ledger."""

    store: Store

    def __call__(
        self,
        run: ImportRun,
        mappings: MappingSnapshot,
        page: EntryPage,
        seen: Container[int],
        owners: Callable[[], Owners],
    ) -> Decided:
        """Return the timelogs to add, and each entry that is skipped, with its reason.

        `seen` are the ids of the page before: Harvest shows an entry on two pages if another was
        added meanwhile. `owners` is called only if an entry is wanted, and may raise
        `HarvestError`. Entries that this run imported before are neither added nor counted again.
        """
        new = {entry.id: entry for entry in page.entries if entry.id not in seen}
        with self.store.transaction() as tx:
            known = tx.ledger.known(run.studio_id, list(new))
        # What this run imported itself was counted before: Harvest returned it twice, or the run
        # began again.
        mine = {entry_id for entry_id, run_id in known.items() if run_id == run.id}
        candidates, skipped = wanted_and_skipped(
            [entry for entry in new.values() if entry.id not in mine], mappings, known, _reach(run)
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


def _reach(run: ImportRun) -> Days | None:
    window = run.request.window
    return window.reach if isinstance(window, ChangedSince) else None


def _unreadable(bad: UnreadableEntry) -> SkippedEntry:
    """Return the skipped entry for a member of Harvest's list that cannot be read.

    If its id is readable, Harvest has such an entry, and somebody must correct it there. Without an
    id it more likely is an answer that was damaged on its way.
    """
    return SkippedEntry(
        SkipReason.HARVEST_API_ERROR,
        bad.id,
        "",
        bad.problem,
        is_lasting=bad.id is not None,
    )
