"""What exists in Workroom that something can be mapped to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.ports.host import Catalogue


@dataclass(frozen=True, slots=True)
class Targets:
    """The host's ids of a studio's projects and activity types, archived ones included."""

    projects: Collection[str]
    activity_types: Collection[str]

    @classmethod
    def of(cls, catalogue: Catalogue, studio_id: str) -> "Targets":
        """Return what the host has now. It must not be called within a transaction."""
        return cls(
            {project.id for project in catalogue.projects(studio_id)},
            {kind.id for kind in catalogue.activity_types(studio_id)},
        )

    def snapshot(self, projects: Iterable[Pair], tasks: Iterable[Pair]) -> MappingSnapshot:
        """Return those of the pairs whose Workroom side exists."""
        return MappingSnapshot(
            _existing(projects, self.projects), _existing(tasks, self.activity_types)
        )


def _existing(pairs: Iterable[Pair], there: Collection[str]) -> Mapping[int, str]:
    return {pair.harvest_id: pair.target_id for pair in pairs if pair.target_id in there}
