"""What a run was asked to do, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window


class RunKind(StrEnum):
    """Who asked for a run, and for what. The values are stored.

    A night is asked for by the schedule, and any other run by a person: for all entries of some
    days, for what waited in a group, for a preview, which is an import without the write, or for
    the removal of what another run imported, or for corrections of what was imported.
    """

    ON_DEMAND = "on demand"
    NIGHTLY = "nightly"
    WAITING = "waiting"
    PREVIEW = "preview"
    UNDO = "undo"
    CORRECTION = "correction"


IMPORTS = frozenset({RunKind.ON_DEMAND, RunKind.NIGHTLY, RunKind.WAITING})
"""The kinds of runs that bring entries in."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run was asked to do. It never changes.

    `night` is the date of a nightly run's slot, and None for any other run. `started_by` is the
    member who clicked, or None from the command line and at night. `preview_id` is the preview from
    which the import was started, or None. `undoes` is the run whose timelogs this one removes, or
    None; it has the window of that run, and Harvest is not asked.

    A night asks for what was changed, or reads all entries of its days. Of the latter it brings in
    those that were changed after `wanted_since` (UTC), which no other run has.

    Raise `ValueError` for a night without a date, a date without a night, and what belongs to one
    kind of run in another.
    """

    kind: RunKind
    window: Window
    night: date | None = None
    started_by: str | None = None
    preview_id: str | None = None
    undoes: str | None = None
    wanted_since: datetime | None = None

    def __post_init__(self) -> None:
        if (self.kind is RunKind.NIGHTLY) != (self.night is not None):
            raise ValueError("a nightly run has a night, and no other run has one")
        waits = self.undoes is None and isinstance(self.window, Waiting)
        if (self.kind is RunKind.WAITING) != waits:
            raise ValueError("an import of what waits has a group, and no other run has one")
        if (self.kind is RunKind.UNDO) != (self.undoes is not None):
            raise ValueError("an undo has the run that it undoes, and no other run has one")
        if (self.night is not None and self.reads_days) != (self.wanted_since is not None):
            raise ValueError("a night that reads its days says what it wants, and no other run")
        if (self.kind is RunKind.CORRECTION) != isinstance(self.window, ChosenEntries):
            raise ValueError("a correction has chosen entries, and no other run has them")

    @property
    def reads_days(self) -> bool:
        """Return whether a run reads all entries of some days, by which they are found again."""
        return isinstance(self.window, Days)

    @property
    def reach(self) -> Days | None:
        """Return the days of which a night takes entries, or None for a run by hand."""
        match self.window:
            case ChangedSince(reach=reach):
                return reach
            case Days() as days if self.night is not None:
                return days
        return None
