"""The bar in the panel of an import."""

from dataclasses import replace

import pytest

from tests.support.factories import finished, run, running
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.web.presenters.panel import panel
from workroom_harvest.web.presenters.shares import Share, shares

THERE, TIMER, UNMAPPED = (
    SkipReason.ALREADY_IMPORTED,
    SkipReason.TIMER_RUNNING,
    SkipReason.PROJECT_NOT_MAPPED,
)


@pytest.mark.parametrize(
    ("imported", "skipped", "bar"),
    [
        (0, [], []),
        (3, [], [Share("in", 0, 1000)]),
        (0, [UNMAPPED], [Share("needed", 0, 1000)]),
        (1, [THERE, UNMAPPED], [Share("in", 0, 333), Share("there", 333, 333)]),
        (2, [THERE, TIMER], [Share("in", 0, 500), Share("there", 500, 250)]),
    ],
)
def test_each_entry_has_its_share_of_the_bar(
    imported: int, skipped: list[SkipReason], bar: list[Share]
) -> None:
    """The parts follow each other by what they ask, and fill the bar."""
    result = PageResult(imported, tuple(map(SkippedEntry, skipped, range(len(skipped)))))
    done = finished(running().add(result, cursor=None))
    found = list(shares(done))
    assert found[: len(bar)] == bar
    assert sum(one.length for one in found) == (1000 if bar else 0)
    assert panel(done, done.created_at).bar == found


def test_there_is_no_bar_while_the_import_goes_on() -> None:
    """What an import has read so far is no share of the whole."""
    live = running().add(PageResult(1, ()), cursor="next")
    assert shares(live) == []
    assert panel(live, live.created_at).came_in == ""


def test_an_undo_has_neither_bar_nor_what_came_in() -> None:
    """What an undo removed is not shown as if it had come in."""
    undo = run(
        status=RunStatus.RUNNING, request=replace(run().request, kind=RunKind.UNDO, undoes="a1")
    )
    undone = finished(undo.add(PageResult(2, ()), cursor=None))
    assert shares(undone) == []
    assert panel(undone, undone.created_at).came_in == ""
