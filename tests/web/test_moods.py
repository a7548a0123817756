"""The mood in which a run is shown, and the note about an import without entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.factories import NOON, finished, nightly, run
from tests.support.studio import Studio
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.following_up.group_skipped import SkippedGroup
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup
from workroom_harvest.web.presenters.asks import Ask
from workroom_harvest.web.presenters.exports import as_text
from workroom_harvest.web.presenters.panel import panel

MAPPED, KNOWN = SkipReason.PROJECT_NOT_MAPPED, SkipReason.ALREADY_IMPORTED
FINISHED = RunStatus.FINISHED


@pytest.mark.parametrize(
    ("status", "imported", "skipped", "expected"),
    [
        (RunStatus.QUEUED, 0, {}, "busy"),
        (RunStatus.RUNNING, 12, {MAPPED: 1}, "busy"),
        (RunStatus.CANCELLED, 12, {}, "attention"),
        (RunStatus.FAILED, 0, {}, "bad"),
        (RunStatus.FAILED, 2000, {SkipReason.HARVEST_API_ERROR: 1}, "bad"),
        (FINISHED, 12, {}, "good"),
        (FINISHED, 12, {KNOWN: 1, SkipReason.TIMER_RUNNING: 1}, "good"),
        # The guide's own panel: something needs a person.
        (FINISHED, 12, {MAPPED: 1, KNOWN: 1}, "attention"),
        (FINISHED, 12, {SkipReason.SAVE_FAILED: 1}, "attention"),
        (FINISHED, 12, {SkipReason.HARVEST_API_ERROR: 1}, "attention"),
        (FINISHED, 12, {SkipReason.NO_FALLBACK_OWNER: 1}, "attention"),
        (FINISHED, 12, {SkipReason.SAVE_FAILED: 0}, "good"),
        (FINISHED, 0, {}, "quiet"),
        (FINISHED, 0, {KNOWN: 61}, "quiet"),
        (FINISHED, 0, {KNOWN: 60, SkipReason.TIMER_RUNNING: 1}, "quiet"),
        (FINISHED, 0, {SkipReason.TOO_OLD: 3, SkipReason.DATED_LATER: 1}, "quiet"),
        (FINISHED, 0, {KNOWN: 60, MAPPED: 1}, "attention"),
        (FINISHED, 0, {MAPPED: 3000}, "attention"),
        (FINISHED, 0, {SkipReason.TASK_NOT_MAPPED: 1}, "attention"),
    ],
)
def test_an_import_of_nothing_is_never_good(
    status: RunStatus, imported: int, skipped: dict[SkipReason, int], expected: str
) -> None:
    """A finished run looks good only where it imported something and nothing went wrong."""
    done = Progress(imported=imported, skipped=skipped)
    assert panel(run(status=status, progress=done), NOON).mood == expected


@pytest.mark.parametrize("imported", [0, 13])
def test_less_than_was_seen_before_is_never_good(imported: int) -> None:
    """A run whose grant shows less than before asks for attention, whatever it imported."""
    less = Progress(imported=imported, sees=Sight.SELF, saw=Sight.EVERYONE)
    assert panel(run(status=FINISHED, progress=less), NOON).mood == "attention"


def test_a_night_that_waits_for_its_next_try_is_busy() -> None:
    """A resting night looks busy, since it is not over yet."""
    retry_state = RetryState(1, NOON, NOON + timedelta(minutes=5))
    resting = run(status=RunStatus.RESTING, retry_state=retry_state)
    assert panel(resting, NOON).mood == "busy"


@pytest.mark.parametrize(
    ("kind", "sees", "words"),
    [
        (RunKind.ON_DEMAND, Sight.EVERYONE, "Harvest lists no entries for these days."),
        (
            RunKind.ON_DEMAND,
            Sight.SELF,
            "Harvest lists no entries for these days that the person who connected may see.",
        ),
        (
            RunKind.ON_DEMAND,
            None,
            "Harvest lists no entries for these days that the person who connected may see.",
        ),
        (RunKind.NIGHTLY, Sight.EVERYONE, "Harvest lists nothing added or edited since then."),
    ],
)
def test_an_import_that_met_no_entry_says_so(kind: RunKind, sees: Sight | None, words: str) -> None:
    """An import without entries says so, and that there may be others that the grant hides."""
    one = nightly() if kind is RunKind.NIGHTLY else run()
    nothing = finished(replace(one, progress=Progress(sees=sees)))
    assert panel(nothing, NOON).note == words
    assert words in as_text(nothing)


def test_a_runs_own_warning_is_shown_first() -> None:
    """A run's own warning is shown instead of a general note."""
    odd = run(
        status=FINISHED, warnings=(Message(Code.ENTRIES_MISSING, {"announced": 5, "sent": 4}),)
    )
    assert panel(odd, NOON).note == "Harvest announced 5 entries and sent 4."


@pytest.mark.parametrize("status", [RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.FAILED])
def test_a_run_that_is_not_finished_has_no_note_about_missing_entries(status: RunStatus) -> None:
    """A run that is not finished has no note about missing entries, since more may follow."""
    assert panel(run(status=status), NOON).note is None


def test_the_page_has_the_class_of_the_mood(connected: Studio) -> None:
    """The page of an import without entries has the quiet mood's class."""
    run_id = connected.start_import("2001-01-01", "2001-01-02")
    connected.work(run_id)
    page = connected.page(f"/imports/{run_id}")
    assert "Imported 0 of 0 entries" in page
    assert "wh-mood-quiet" in page
    assert "wh-mood-good" not in page


@pytest.mark.parametrize("code", [Code.GONE_TOO_MANY, Code.DELETED_TOO_MANY, Code.DELETED_ALL])
def test_a_doubt_needs_attention(code: Code) -> None:
    """Where nothing was concluded from what was not found, somebody has to look."""
    data = {"missing": 20, "wanted": 20, "looked_up": 20}
    one = finished(run(progress=Progress(imported=3)))
    assert panel(one, NOON).mood == "good"
    assert panel(one.warn(Message(code, data)), NOON).mood == "attention"


@pytest.mark.parametrize(
    ("imported", "left_out", "others", "expected"),
    [
        (12, 3, 0, "good"),
        (12, 3, 1, "attention"),
        (0, 3, 0, "quiet"),
        (0, 3, 1, "attention"),
    ],
)
def test_what_is_left_out_on_purpose_needs_nobody(
    imported: int, left_out: int, others: int, expected: str
) -> None:
    """What was skipped of a project that is left out alone leaves an import green or quiet.

    Its line is fine then, its group says so, and its share of the bar is quiet.
    """
    group = WaitingGroup(GroupKind.PROJECT, 11)
    groups = {MAPPED: [SkippedGroup(group, "Cabin", Tally(left_out, 60 * left_out), True)]}
    done = Progress(imported=imported, skipped={MAPPED: left_out + others})
    shown = panel(run(status=FINISHED, progress=done), NOON, groups=groups)
    assert shown.mood == expected
    (line,) = shown.skipped
    assert line.ask is (Ask.NEEDS_YOU if others else Ask.FINE)
    assert [one.amount for one in line.groups] == ["3 entries, 3:00 h, left out on purpose"]
    assert {one.kind for one in shown.bar} - {"in"} == {"quiet", *(["needed"] if others else [])}
