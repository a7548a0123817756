"""The words for what an undo would remove, and what it would keep."""

from collections.abc import Sequence
from typing import Any

from workroom_harvest.domain.use_cases.requesting.request_undo import UndoCounts
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.duration import hours


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
    removed = counts.would_remove
    goes = f"{removed} {_timelogs(removed)} would be removed, {hours(counts.minutes)} h in all."
    stays = [
        f"{count} {_timelogs(count)} would stay: {reasons.reason_name(reason, counts.run)}."
        for reason, count in counts.would_keep.items()
    ]
    return [goes if removed else "No timelog would be removed.", *stays]


def _timelogs(count: int) -> str:
    return "timelog" if count == 1 else "timelogs"
