"""The use case that sums up what a preview shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.host import Catalogue, People
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.previewed import PreviewedEntry, PreviewSums
from workroom_harvest.domain.run import ImportRun

MOST_LINES = 200
"""How many projects, and how many owners, are listed; the totals count them all."""

MOST_ENTRIES = 100
"""How many entries are listed at once."""


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """What would come in: its sums, its first entries, and the host's names of what they refer to.

    `project_names` and `member_names` map the host's ids to names, where they are known.
    """

    sums: PreviewSums
    entries: Sequence[PreviewedEntry]
    project_names: Mapping[str, str]
    member_names: Mapping[str, str]


@dataclass(frozen=True)
class ShowPreview:
    """Read what a preview found that would come in."""

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(self, run: ImportRun) -> ShownPreview | None:
        """Return what a preview shows so far, or None for any other run."""
        if not run.is_preview:
            return None
        studio_id = run.studio_id
        with self.store.transaction() as tx:
            sums = tx.previewed_entries.sums(studio_id, run.id, MOST_LINES)
            entries = tx.previewed_entries.first(studio_id, run.id, 0, MOST_ENTRIES)
        return ShownPreview(
            sums,
            entries,
            {project.id: project.name for project in self.catalogue.projects(studio_id)},
            {member.id: member.name for member in self.people.active_members(studio_id)},
        )
