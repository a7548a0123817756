"""What is told of a run that is over."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.factories import NIGHT, NOON, finished, nightly, run, running
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.events import (
    Event,
    NeedsAttention,
    RunFailed,
    RunFinished,
    Trouble,
    WellAgain,
    attention,
    failing_after,
    of_run,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.todo import (
    EntriesDiffer,
    EntriesFellBack,
    GroupWaits,
    NightsFail,
    ReconnectDue,
    TodoItem,
    to_be_told,
)
from workroom_harvest.domain.waiting import GroupKind, GroupTally, Tally, WaitingGroup

WHY = Message(Code.HARVEST_TOKEN_REFUSED)
QUIET = (Code.GRANT_REVOKED, Code.AUTOMATED_SYNC_OFF, Code.AUTOMATED_SYNC_OFF_MEANWHILE)


def kinds(events: Sequence[Event]) -> list[type]:
    """Return the classes of the events."""
    return [type(event) for event in events]


def left_out(one: ImportRun, *reasons: SkipReason) -> ImportRun:
    """Return the run with one imported entry, and one that it left out for each reason."""
    skipped = {reason: reasons.count(reason) for reason in SkipReason}
    return replace(one, progress=Progress(imported=1, skipped=skipped))


def test_troubles_have_the_words_that_signals_say() -> None:
    """Hosts compare these words."""
    assert list(Trouble) == ["reconnect needed", "night failed"]


@pytest.mark.parametrize("one", [run(), nightly()], ids=["by hand", "night"])
def test_whatever_ends_well_is_told_with_its_counts(one: ImportRun) -> None:
    """A run that finished is told with what it imported, and what it left out by reason."""
    ended = left_out(finished(one), SkipReason.TIMER_RUNNING, SkipReason.TIMER_RUNNING)
    request = one.request
    assert list(of_run(ended, told_failing=False)) == [
        RunFinished(
            ended.studio_id,
            ended.id,
            request.kind,
            request.night,
            1,
            {SkipReason.TIMER_RUNNING: 2},
        )
    ]


def test_the_first_night_that_fails_is_told() -> None:
    """A night that fails is told with its reason, if it was not told that nights fail."""
    ended = left_out(nightly(), SkipReason.SAVE_FAILED).fail(WHY, NOON)
    told = RunFailed(ended.studio_id, ended.id, RunKind.NIGHTLY, NIGHT, 1, WHY)
    assert list(of_run(ended, told_failing=False)) == [told]
    assert failing_after(ended, told_failing=False)


def test_a_night_that_fails_after_a_failed_one_is_no_news() -> None:
    """Nothing is told of a second night that fails, and nights go on failing."""
    ended = nightly().fail(WHY, NOON)
    assert of_run(ended, told_failing=True) == []
    assert failing_after(ended, told_failing=True)


@pytest.mark.parametrize("code", QUIET)
@pytest.mark.parametrize("told", [False, True])
def test_what_is_known_already_is_not_told_again(code: Code, told: bool) -> None:
    """A night that ended for a reason that is told otherwise is no news about nights."""
    quiet = nightly().fail(Message(code), NOON)
    assert of_run(quiet, told_failing=told) == []
    assert failing_after(quiet, told_failing=told) is told


def test_a_night_that_succeeds_after_a_failed_one_is_well_again() -> None:
    """A night that finished tells that the trouble is over, if it was told that there is any."""
    ended = finished(nightly())
    *_, well = of_run(ended, told_failing=True)
    assert well == WellAgain(ended.studio_id, Trouble.NIGHT_FAILED, ended.id)
    assert kinds(of_run(ended, told_failing=False)) == [RunFinished]
    assert not failing_after(ended, told_failing=True)


@pytest.mark.parametrize("end", ["fail", "cancel"])
@pytest.mark.parametrize("told", [False, True])
def test_nothing_is_told_of_a_click_that_did_not_finish(end: str, told: bool) -> None:
    """An import by hand that failed or was cancelled is seen by whoever clicked."""
    ended = running().fail(WHY, NOON) if end == "fail" else running().cancel(NOON)
    assert of_run(ended, told_failing=told) == []
    assert failing_after(ended, told_failing=told) is told


def test_nothing_is_told_of_a_preview() -> None:
    """A preview that finished changed nothing, and so it is no event."""
    preview = run(request=replace(run().request, kind=RunKind.PREVIEW))
    assert of_run(finished(preview), told_failing=False) == []


def test_a_click_says_nothing_of_nights() -> None:
    """An import by hand that finished is told, and nights fail as they did."""
    assert kinds(of_run(finished(run()), told_failing=True)) == [RunFinished]


def test_nothing_is_told_of_a_night_that_was_cancelled() -> None:
    """A night that somebody cancelled says nothing about how nights are."""
    ended = running(request=nightly().request).cancel(NOON)
    assert of_run(ended, told_failing=True) == []
    assert failing_after(ended, told_failing=True)


def test_what_wants_attention_is_told_by_its_numbers() -> None:
    """What is to be done is told by how many things it is, and how many entries they are about."""
    group = GroupTally(WaitingGroup(GroupKind.PROJECT, 10), Tally(3))
    wanted: list[TodoItem] = [GroupWaits(group), EntriesFellBack(4, 2)]
    wanted.append(EntriesDiffer(CorrectionKind.OWNER, 5))
    others: list[TodoItem] = [ReconnectDue(Code.GRANT_REVOKED), NightsFail(NIGHT)]
    ended = finished(run())
    assert to_be_told([*others, *wanted]) == wanted
    assert attention(ended, wanted) == NeedsAttention(ended.studio_id, ended.id, 3, 12)
    assert attention(ended, others).entries == 0
