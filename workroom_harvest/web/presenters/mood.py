"""The mood of a run, which chooses the colours of its panel."""

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

SERIOUS = frozenset(
    {
        SkipReason.NO_FALLBACK_OWNER,
        SkipReason.SAVE_FAILED,
        SkipReason.HARVEST_API_ERROR,
        SkipReason.OTHER_ACCOUNT,
    }
)
"""The reasons that need attention even if other entries were imported.

A project that is not mapped is not among them, because it may be unmapped on purpose.
"""

PROTECTED = frozenset({SkipReason.LOCKED, SkipReason.EDITED})
"""The reasons for which timelogs stay that were to go."""


def mood(run: ImportRun) -> Mood:
    """Return the mood of a run: `good` only if something was imported and nothing went wrong.

    An import of nothing is `quiet` if nobody has to do anything, otherwise it needs `attention`.
    """
    if not run.is_over:
        return "busy"
    if run.status is RunStatus.FAILED:
        return "bad"
    if run.status is RunStatus.CANCELLED:
        return "attention"
    reasons = {reason for reason, count in run.progress.skipped.items() if count}
    fine = not reasons & (SERIOUS | PROTECTED) if run.progress.imported else reasons <= HARMLESS
    doubts = (DOUBTS | DOUBTS_OF_DELETED) & {warning.code for warning in run.warnings}
    if run.progress.sees_less or doubts or not fine:
        return "attention"
    return "good" if run.progress.imported else "quiet"
