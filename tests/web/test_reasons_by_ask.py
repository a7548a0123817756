"""What was skipped, sorted by what it asks of whoever reads it."""

import re

import pytest

from tests.guide.work import DAY, Work
from tests.support.factories import finished, running
from tests.support.studio import Studio, text_of
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.web.presenters.panel import panel


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ([], []),
        ([SkipReason.TASK_NOT_MAPPED], [("Task not mapped", "Needs you", False)]),
        (
            [
                SkipReason.ALREADY_IMPORTED,
                SkipReason.TIMER_RUNNING,
                SkipReason.SAVE_FAILED,
                SkipReason.TASK_NOT_MAPPED,
            ],
            [
                ("Task not mapped", "Needs you", True),
                ("Save failed", "Needs you", False),
                ("Timer still running", "Will come by itself", True),
                ("Already imported", "Fine", True),
            ],
        ),
    ],
)
def test_what_needs_a_person_comes_first(
    reasons: list[SkipReason], expected: list[tuple[str, str, bool]]
) -> None:
    """What needs a person comes before what passes by itself and what is fine, each with a head."""
    result = PageResult(0, tuple(map(SkippedEntry, reasons, range(len(reasons)))))
    done = finished(running().add(result, cursor=None))
    lines = panel(done, done.created_at).skipped
    assert [(one.reason, one.ask, one.has_head) for one in lines] == expected


def test_what_needs_a_person_is_open(connected: Studio) -> None:
    """The entries that need a person are open in a result, and the others are folded.

    What lacks a mapping is summed up by its project, which leads to its row of the table.
    Notices and the result are live regions, so that a screen reader hears of them.
    """
    work = Work(connected.harvest)
    work.add(project="Internal")
    work.add(running=True)
    run = connected.import_days(DAY, DAY)
    page = connected.page(f"/imports/{run['id']}")
    found = dict(re.findall(r'<details data-reason="([^"]+)"( open)?>', page))
    assert found == {"Project not mapped": " open", "Timer still running": ""}
    assert re.search(r'id="wh-panel" role="status" aria-live="polite"', page)
    row = re.search(r'row=project-(\d+)#wh-project-\1"><bdi>Internal</bdi></a>: ([^<]+)<', page)
    assert row is not None
    assert row[2] == "1 entry, 1:00 h"
    shown = text_of(page)
    needed, itself = shown.index("Needs you"), shown.index("Will come by itself")
    assert needed < shown.index("Project not mapped: 1") < itself
    connected.post("/automated-sync", {"on": "1"})
    assert re.search(r'role="status"[^>]*>Automated sync is on', connected.page())
