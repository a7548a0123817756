"""The mood of a run, which chooses the colours of its panel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from workroom_harvest.domain.gone import DOUBTS, DOUBTS_OF_DELETED
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

Mood = Literal["good", "quiet", "attention", "bad", "busy"]
HARMLESS = frozenset(
    {
        SkipReason.ALREADY_IMPORTED,
        SkipReason.TIMER_RUNNING,
        SkipReason.TOO_OLD,
        SkipReason.DATED_LATER,
        SkipReason.NOT_YET_IMPORTED,
        SkipReason.GONE,
        SkipReason.UNDONE,
        SkipReason.DELETED,
    }
)
"""The reasons for which nobody has to do anything."""

OnPurpose = Mapping[SkipReason, int]
"""How many entries a run skipped for a reason of what is left out on purpose by now."""

NONE: OnPurpose = MappingProxyType({})


def mood(run: ImportRun, on_purpose: OnPurpose = NONE) -> Mood:
    """Return the mood of a run: `good` only if something was imported and nothing needs a person.

    An import of nothing is `quiet` if nobody has to do anything, otherwise it needs `attention`.
    What is left out on purpose needs nobody.
    """
    if not run.is_over:
        return "busy"
    if run.status is RunStatus.FAILED:
        return "bad"
    if run.status is RunStatus.CANCELLED:
        return "attention"
    doubts = (DOUBTS | DOUBTS_OF_DELETED) & {warning.code for warning in run.warnings}
    if run.progress.sees_less or doubts or needed(run, on_purpose):
        return "attention"
    return "good" if run.progress.imported else "quiet"


def needed(run: ImportRun, on_purpose: OnPurpose = NONE) -> int:
    """Return how many of the entries that a run skipped need a person."""
    return sum(
        max(0, count - on_purpose.get(reason, 0))
        for reason, count in run.progress.skipped.items()
        if reason not in HARMLESS
    )
