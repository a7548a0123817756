"""How an import's entries share the bar in its panel."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.web.presenters.mood import NONE, OnPurpose, needed

WHOLE = 1000
"""The length of the bar."""

Kind = Literal["in", "there", "quiet", "needed"]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the bar, from `start` on, of a whole that is 1000 long.

    Its `kind` is what came in (`in`) or was imported before (`there`), what nobody has to do
    anything about (`quiet`), or what somebody has to (`needed`).
    """

    kind: Kind
    start: int
    length: int


def shares(run: ImportRun, on_purpose: OnPurpose = NONE) -> Sequence[Share]:
    """Return the parts of the bar that are longer than nothing; none of an undo or a live run.

    What is left out on purpose is quiet.
    """
    done, total = run.progress, run.progress.total
    if run.request.kind is RunKind.UNDO or not (run.is_over and total):
        return []
    there = done.skipped.get(SkipReason.ALREADY_IMPORTED, 0)
    need = needed(run, on_purpose)
    parts: list[tuple[Kind, int]] = [
        ("in", done.imported),
        ("there", there),
        ("quiet", sum(done.skipped.values()) - there - need),
        ("needed", need),
    ]
    ends = [end * WHOLE // total for end in accumulate(count for _, count in parts)]
    starts = [0, *ends]
    return [
        Share(kind, start, end - start)
        for (kind, _), start, end in zip(parts, starts, ends, strict=False)
        if end > start
    ]
