"""The groups in which waiting entries are shown, imported and left out."""

from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.skipped import SkipReason


class GroupKind(StrEnum):
    """What the entries of a group have in common. The values are stored.

    They lack the mapping of one Harvest project or task, or they wait for one reason that no row of
    the mapping table mends.
    """

    PROJECT = "project"
    TASK = "task"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """A group of waiting entries: those of a Harvest project or task, or of a reason.

    `harvest_id` is the project's or task's id at Harvest, and None for a reason; `reason` is None
    for a project or task. Raise `ValueError` for anything else.
    """

    kind: GroupKind
    harvest_id: int | None = None
    reason: SkipReason | None = None

    def __post_init__(self) -> None:
        of_reason = self.kind is GroupKind.REASON
        if of_reason is (self.reason is None) or of_reason is (self.harvest_id is not None):
            raise ValueError(f"a group of the kind {self.kind} has its own key alone")
