"""What a run was asked to do, and by whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workroom_harvest.domain.window import Waiting, Window


class RunKind(StrEnum):
    """Who asked for a run, and for what. The values are stored.

    A night is asked for by the schedule, and any other run by a person: for all entries of some
    days, for what waited in a group, or for a preview, which is an import without the write.
    """

    ON_DEMAND = "on demand"
    NIGHTLY = "nightly"
    WAITING = "waiting"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Request:
    """What a run was asked to do. It never changes.

    `night` is the date of a nightly run's slot, and None for any other run. `started_by` is the
    member who clicked, or None from the command line and at night. `preview_id` is the preview from
    which the import was started, or None. Raise `ValueError` for a night without a date, a date
    without a night, and a window of what waits in any other kind of run.
    """

    kind: RunKind
    window: Window
    night: date | None = None
    started_by: str | None = None
    preview_id: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is RunKind.NIGHTLY) != (self.night is not None):
            raise ValueError("a nightly run has a night, and no other run has one")
        if (self.kind is RunKind.WAITING) != isinstance(self.window, Waiting):
            raise ValueError("an import of what waits has a group, and no other run has one")
