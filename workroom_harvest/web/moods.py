"""How a run is to be taken: which colours its panel wears, and what an empty one means."""

from typing import Literal

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.run import ImportRun, RunStatus, SkipReason

Mood = Literal["good", "quiet", "attention", "bad", "busy"]
PEACEFUL = frozenset(
    {
        SkipReason.ALREADY_IMPORTED,
        SkipReason.TIMER_RUNNING,
        SkipReason.TOO_OLD,
        SkipReason.DATED_LATER,
    }
)
"""Reasons that ask nothing of anybody now."""

PRESSING = frozenset(
    {SkipReason.NO_FALLBACK_OWNER, SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR}
)
"""Reasons that spoil an import though others came in; what is not mapped may be so on purpose."""


def mood(run: ImportRun) -> Mood:
    """`good` only where something came in and nothing went wrong.

    An import of nothing is `quiet` where it asks nothing of anybody, else it wants `attention`.
    """
    if not run.is_over:
        return "busy"
    if run.status is RunStatus.FAILED:
        return "bad"
    reasons = {reason for reason, count in run.skipped.items() if count}
    fine = not reasons & PRESSING if run.imported else reasons <= PEACEFUL
    if run.sees_less or not fine:
        return "attention"
    return "good" if run.imported else "quiet"


def empty(run: ImportRun) -> str | None:
    """What is to be known of an import that met no entry at all, else None."""
    if run.status is not RunStatus.FINISHED or run.total:
        return None
    what = "no entries for these days" if run.period else "nothing added or edited since then"
    # Harvest leaves out what its user may not see, and says nothing of it.
    whose = "" if run.sees is Sight.EVERYONE else " that the person who connected may see"
    return f"Harvest lists {what}{whose}."
