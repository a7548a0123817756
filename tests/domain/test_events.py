"""What is told of a run that is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.factories import NIGHT, NOON, finished, nightly, run, running
from workroom_harvest.domain.events import (
    Attention,
    Event,
    NeedsAttention,
    RunFailed,
    RunFinished,
    Trouble,
    WellAgain,
    of_run,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.skipped import SkipReason

WHY = Message(Code.HARVEST_TOKEN_REFUSED)
WELL = finished(nightly(NIGHT - timedelta(days=1)))
FAILED = nightly(NIGHT - timedelta(days=1)).fail(WHY, NOON)
QUIET = (Code.GRANT_REVOKED, Code.AUTOMATED_SYNC_OFF, Code.AUTOMATED_SYNC_OFF_MEANWHILE)


def kinds(events: Sequence[Event]) -> list[type]:
    """Return the classes of the events."""
    return [type(event) for event in events]


def left_out(one: ImportRun, *reasons: SkipReason) -> ImportRun:
    """Return the run with one imported entry, and one that it left out for each reason."""
    skipped = {reason: reasons.count(reason) for reason in SkipReason}
    return replace(one, progress=Progress(imported=1, skipped=skipped))


@pytest.mark.parametrize("one", [run(), nightly()], ids=["by hand", "night"])
def test_whatever_ends_well_is_told_with_its_counts(one: ImportRun) -> None:
    """A run that finished is told with what it imported, and what it left out by reason."""
    ended = left_out(finished(one), SkipReason.TIMER_RUNNING, SkipReason.TIMER_RUNNING)
    request = one.request
    assert list(of_run(ended, None)) == [
        RunFinished(
            ended.studio_id,
            ended.id,
            request.kind,
            request.night,
            1,
            {SkipReason.TIMER_RUNNING: 2},
        )
    ]


@pytest.mark.parametrize("before", [None, WELL], ids=["first night", "a night that was well"])
def test_the_first_night_that_fails_is_told(before: ImportRun | None) -> None:
    """A night that fails is told with its reason if the night before did not fail."""
    ended = left_out(nightly(), SkipReason.SAVE_FAILED).fail(WHY, NOON)
    told = RunFailed(ended.studio_id, ended.id, RunKind.NIGHTLY, NIGHT, 1, WHY)
    assert list(of_run(ended, before)) == [told]


def test_a_night_that_fails_after_a_failed_one_is_no_news() -> None:
    """Nothing is told of a second night that fails."""
    assert of_run(nightly().fail(WHY, NOON), FAILED) == []


@pytest.mark.parametrize("code", QUIET)
def test_what_is_known_already_is_not_told_again(code: Code) -> None:
    """A night that ended for a reason that is told otherwise is neither a failure nor trouble."""
    quiet = nightly(NIGHT - timedelta(days=1)).fail(Message(code), NOON)
    assert of_run(replace(quiet), WELL) == []
    assert kinds(of_run(finished(nightly()), quiet)) == [RunFinished]
    assert kinds(of_run(nightly().fail(WHY, NOON), quiet)) == [RunFailed]


def test_a_night_that_succeeds_after_a_failed_one_is_well_again() -> None:
    """A night that finished tells that the trouble of the night before is over."""
    ended = finished(nightly())
    *_, well = of_run(ended, FAILED)
    assert well == WellAgain(ended.studio_id, Trouble.NIGHT_FAILED, ended.id)
    assert kinds(of_run(ended, WELL)) == [RunFinished]


@pytest.mark.parametrize("end", ["fail", "cancel"])
def test_nothing_is_told_of_a_click_that_did_not_finish(end: str) -> None:
    """An import by hand that failed or was cancelled is seen by whoever clicked."""
    by_hand = left_out(running(), SkipReason.PROJECT_NOT_MAPPED)
    ended = by_hand.fail(WHY, NOON) if end == "fail" else by_hand.cancel(NOON)
    assert of_run(ended, None) == []


def test_nothing_is_told_of_a_preview() -> None:
    """A preview that finished changed nothing, and so it is no event."""
    preview = run(request=replace(run().request, kind=RunKind.PREVIEW))
    assert of_run(finished(preview), None) == []


def test_nothing_is_told_of_a_night_that_was_cancelled() -> None:
    """A night that somebody cancelled says nothing about how nights are."""
    ended = left_out(running(request=nightly().request), SkipReason.PROJECT_NOT_MAPPED).cancel(NOON)
    assert of_run(ended, FAILED) == []


@pytest.mark.parametrize("before", [None, WELL], ids=["first night", "nothing was left out"])
def test_the_first_entries_without_a_mapping_want_attention(before: ImportRun | None) -> None:
    """A night that left out entries for want of a mapping tells how many, if that is new."""
    ended = left_out(finished(nightly()), SkipReason.PROJECT_NOT_MAPPED, SkipReason.TASK_NOT_MAPPED)
    *_, wanted = of_run(ended, before)
    assert wanted == NeedsAttention(ended.studio_id, ended.id, Attention.MAPPING, 2)


def test_further_entries_without_a_mapping_are_no_news() -> None:
    """A night that left out such entries after another that did tells nothing of them."""
    ended = left_out(finished(nightly()), SkipReason.PROJECT_NOT_MAPPED)
    assert kinds(of_run(ended, left_out(WELL, SkipReason.TASK_NOT_MAPPED))) == [RunFinished]
    other = left_out(finished(nightly()), SkipReason.DATED_LATER)
    assert kinds(of_run(other, WELL)) == [RunFinished]


def test_a_night_that_failed_midway_wants_attention_all_the_same() -> None:
    """What a failed night left out for want of a mapping is told beside its failure."""
    ended = left_out(running(request=nightly().request), SkipReason.TASK_NOT_MAPPED)
    assert kinds(of_run(ended.fail(WHY, NOON), None)) == [RunFailed, NeedsAttention]
