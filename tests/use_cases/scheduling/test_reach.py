"""Which days a night takes entries of."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.fakes.plugin import FakedPlugin
from tests.use_cases.scheduling.helpers import TONIGHT, tick_at
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import ChangedSince, Days


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (-730, SkipReason.TOO_OLD),
        (-61, SkipReason.TOO_OLD),
        (-60, None),
        (0, None),
        (1, None),
        (2, SkipReason.DATED_LATER),
        (400, SkipReason.DATED_LATER),
    ],
)
def test_a_night_takes_what_is_dated_within_sixty_days(
    nightly: FakedPlugin, days: int, reason: SkipReason | None
) -> None:
    """A night takes entries from sixty days ago to tomorrow; others come in by hand only."""
    (old,) = nightly.log(spent_on=TONIGHT.date() + timedelta(days=days))
    nightly.log()
    tick_at(nightly, TONIGHT)
    nightly.work()
    (run,) = nightly.runs()
    assert run.progress.skipped == ({reason: 1} if reason else {})
    assert (run.progress.imported, run.is_complete) == (1 if reason else 2, True)
    assert (old.id in nightly.timelogs()) is (reason is None)
    by_hand = nightly.import_days(Days(old.spent_on, old.spent_on))
    assert by_hand.progress.total == 1
    assert old.id in nightly.timelogs()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"project_id": 99}, SkipReason.TOO_OLD),
        ({"task_id": 99}, SkipReason.TOO_OLD),
        ({"is_running": True}, SkipReason.TOO_OLD),
    ],
)
def test_what_is_too_old_is_that_whatever_else_is_the_matter(
    nightly: FakedPlugin, fields: dict[str, Any], reason: SkipReason
) -> None:
    """An entry that is too old is skipped as such, even if it is unmapped or its timer runs."""
    nightly.log(spent_on=date(2024, 6, 1), **fields)
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert nightly.runs()[-1].progress.skipped == {reason: 1}


def test_what_is_in_already_is_that_however_old(nightly: FakedPlugin) -> None:
    """An old entry that was imported by hand is skipped as already imported."""
    (old,) = nightly.log(spent_on=date(2024, 6, 1))
    nightly.import_days(Days(old.spent_on, old.spent_on))
    nightly.account.put(old)
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert nightly.runs()[-1].progress.skipped == {SkipReason.ALREADY_IMPORTED: 1}


def test_how_far_back_a_night_reaches_is_a_setting(nightly: FakedPlugin) -> None:
    """The days that a night reaches back are a setting, which the run remembers."""
    nightly.log(spent_on=TONIGHT.date() - timedelta(days=31))
    nightly.log(spent_on=TONIGHT.date() - timedelta(days=30))
    nightly.clock.jump(TONIGHT)
    replace(nightly.use.dispatch_due, lookback_days=30)()
    nightly.work()
    (run,) = nightly.runs()
    assert (run.progress.imported, run.progress.skipped) == (1, {SkipReason.TOO_OLD: 1})
    assert isinstance(run.request.window, ChangedSince)
    assert run.request.window.reach == Days(date(2026, 5, 17), date(2026, 6, 17))


def test_an_entry_logged_late_for_last_month_is_brought_in(nightly: FakedPlugin) -> None:
    """An entry that was logged today for last month comes in at night."""
    nightly.log(spent_on=date(2026, 5, 2))
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert len(nightly.timelogs()) == 1
