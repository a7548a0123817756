"""What the tests of what is gone and deleted share: losses on either side, and what is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.entries import FoundTimelog, HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun


def delete_here(plugin: FakedPlugin, *entries: HarvestEntry) -> None:
    """Delete the timelogs of entries in Workroom, as somebody does by hand."""
    with plugin.store.transaction() as tx:
        plugin.workroom.remove_many(STUDIO, [one.id for one in entries])
        tx.commit()


def restore(plugin: FakedPlugin, *entries: HarvestEntry) -> None:
    """Put timelogs back that were deleted, with values of Workroom's own."""
    with plugin.store.transaction() as tx:
        (log, *_) = plugin.timelogs().values()
        plugin.workroom.add_many(STUDIO, [replace(log, entry_id=one.id) for one in entries])
        tx.commit()


def import_by(plugin: FakedPlugin, timelogs: Any) -> ImportRun:
    """Import June in a process whose host has that object for timelogs; return the run."""
    use, run = plugin.rewire(timelogs=timelogs), plugin.request()
    while not plugin.shown(run).is_over:
        use.perform_import(run.id)
    return plugin.shown(run)


def losses(run: ImportRun) -> tuple[int, int, int]:
    """Return how many entries the run found changed, gone, and deleted in Workroom."""
    return run.progress.changed, run.progress.gone, run.progress.deleted


def counted(plugin: FakedPlugin) -> Counter[EntryState]:
    """Return how many entries there are in each state."""
    return Counter(record.state for record in plugin.records().values())


def nothing_left(plugin: FakedPlugin) -> bool:
    """Return whether no run keeps anything of what it counted and missed."""
    return not any(plugin.database.committed(name) for name in ("unfound", "listed_days"))


@dataclass
class Finder:
    """A host whose look-up answers something else; all else is Workroom's."""

    workroom: Any
    answer: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.workroom, name)

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        """Return the answer that is made of the true one."""
        found: Sequence[FoundTimelog] = self.answer(
            self.workroom.find_many(studio_id, entry_ids, for_update)
        )
        return found


@dataclass
class AddsOnly:
    """A host whose timelogs can be added and not looked up."""

    workroom: Any

    def add_many(self, studio_id: str, timelogs: Any) -> int:
        """Add them to Workroom."""
        added: int = self.workroom.add_many(studio_id, timelogs)
        return added
