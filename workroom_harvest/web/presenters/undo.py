"""The words for what an undo would remove, and what it would keep."""

from collections.abc import Sequence
from typing import Any

from workroom_harvest.domain.use_cases.requesting.request_undo import UndoCounts
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.words import say


def as_json(counts: UndoCounts) -> dict[str, Any]:
    """Return the counts for scripts; `would_keep` maps the names of reasons to timelogs."""
    return {
        "would_remove": counts.would_remove,
        "would_remove_minutes": counts.minutes,
        "would_keep": {
            reasons.reason_name(reason, counts.run): count
            for reason, count in counts.would_keep.items()
        },
    }


def lines(counts: UndoCounts) -> Sequence[str]:
    """Return a sentence about what would go, and one for each reason why some stay."""
    return [
        _goes(counts),
        *(
            say(
                "{count:# timelog|# timelogs} would stay: {why}.",
                count=count,
                why=reasons.reason_said(reason, counts.run),
            )
            for reason, count in counts.would_keep.items()
        ),
    ]


def _goes(counts: UndoCounts) -> str:
    if not counts.would_remove:
        return say("No timelog would be removed.")
    return say(
        "{count:# timelog|# timelogs} would be removed, {hours} h in all.",
        count=counts.would_remove,
        hours=hours(counts.minutes),
    )
