"""The small chart of the latest nights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.words import moment, say

MOST_NIGHTS = 30
WIDTH = 10
"""The width of a night in the chart, with what of it stays empty."""

HEIGHT = 40
LEAST = 2
"""The height of a night that brought nothing in, which is there all the same."""

Kind = Literal["in", "bad"]


@dataclass(frozen=True, slots=True)
class NightBar:
    """A night in the chart: its place from the left and from the top, its height and its title.

    Its `kind` is `bad` where it failed.
    """

    kind: Kind
    x: int
    y: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class NightChart:
    """The bars of the latest nights, the oldest first; `label` sums them up in a sentence."""

    bars: Sequence[NightBar]
    width: int
    label: str


def night_chart(runs: Sequence[ImportRun]) -> NightChart | None:
    """Return the chart of the nights among a studio's runs, newest first; None without any."""
    nights = [run for run in runs if run.request.night is not None and run.is_over][:MOST_NIGHTS]
    if not nights:
        return None
    most = max(run.progress.minutes for run in nights) or 1
    done = sum(run.progress.imported for run in nights)
    return NightChart(
        [_bar(run, number, most) for number, run in enumerate(reversed(nights))],
        WIDTH * len(nights),
        say(
            "{nights:The last night|The last # nights}: {count:# entry|# entries}, {hours} h, "
            "{failed} failed.",
            nights=len(nights),
            count=done,
            hours=hours(sum(run.progress.minutes for run in nights)),
            failed=sum(run.status is RunStatus.FAILED for run in nights),
        ),
    )


def _bar(run: ImportRun, number: int, most: int) -> NightBar:
    height = max(LEAST, HEIGHT * run.progress.minutes // most)
    title = say(
        "{time}: {count:# entry|# entries}, {hours} h",
        time=moment(run.started_at or run.created_at),
        count=run.progress.imported,
        hours=hours(run.progress.minutes),
    )
    kind: Kind = "bad" if run.status is RunStatus.FAILED else "in"
    return NightBar(kind, WIDTH * number, HEIGHT - height, height, title)
