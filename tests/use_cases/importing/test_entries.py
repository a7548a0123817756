"""What becomes of entries: a timelog, or a reason why not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.fakes.plugin import CABIN, STUDIO, VILLA, FakedPlugin
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.entries import Duration, NewTimelog, UnreadableEntry
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


def test_an_entry_becomes_a_timelog(connected: FakedPlugin) -> None:
    """An entry becomes a timelog under its own id, with each of its fields."""
    (one,) = connected.log(
        spent_on=date(2026, 6, 3), hours=Decimal("7.98"), project_id=CABIN, billable=False
    )
    assert result(connected.import_days()) == (RunStatus.FINISHED, 1, {})
    assert connected.timelogs() == {
        one.id: NewTimelog(
            one.id, "cabin", "drawings", "mira", date(2026, 6, 3), Duration(7, 59), "Plans", False
        )
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_running": True}, SkipReason.TIMER_RUNNING),
        ({"project_id": 99}, SkipReason.PROJECT_NOT_MAPPED),
        ({"task_id": 99}, SkipReason.TASK_NOT_MAPPED),
    ],
)
def test_what_is_left_out_is_counted_and_named(
    connected: FakedPlugin, fields: dict[str, Any], reason: SkipReason
) -> None:
    """A skipped entry is counted and named beside what came in, and is part of the total."""
    (left_out,) = connected.log(**fields)
    connected.log(2)
    run = connected.import_days()
    assert result(run) == (RunStatus.FINISHED, 2, {reason: 1})
    assert (run.progress.total, connected.skipped(run)[0].entry_id) == (3, left_out.id)
    assert left_out.id not in connected.timelogs()


def test_the_same_window_again_imports_nothing_twice(busy: FakedPlugin) -> None:
    """A second import of a window skips all entries as already imported."""
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert result(busy.import_days()) == (RunStatus.FINISHED, 0, {SkipReason.ALREADY_IMPORTED: 8})
    assert len(busy.timelogs()) == 8


def test_a_timer_that_was_stopped_comes_with_the_next_run(connected: FakedPlugin) -> None:
    """An entry whose timer was stopped comes in with the next run, with its hours."""
    (timer,) = connected.log(is_running=True)
    connected.import_days()
    connected.account.stop(timer.id, Decimal("1.5"))
    assert connected.import_days().progress.imported == 1
    assert connected.timelogs()[timer.id].duration == Duration(1, 30)


def test_an_archived_target_is_imported_to_and_a_deleted_one_is_not(
    connected: FakedPlugin,
) -> None:
    """Entries go to an archived target, and count as not mapped once it is deleted."""
    connected.log(project_id=VILLA)
    connected.log(project_id=CABIN)
    studio = connected.workroom.studio(STUDIO)
    villa, _ = studio.projects
    studio.projects = [replace(villa, is_archived=True)]
    assert result(connected.import_days()) == (
        RunStatus.FINISHED,
        1,
        {SkipReason.PROJECT_NOT_MAPPED: 1},
    )


def test_an_unreadable_entry_is_harvests_error(connected: FakedPlugin) -> None:
    """An unreadable entry counts as Harvest's error with its cause, and the others come in."""
    connected.log(2)
    problem = Message(Code.ENTRY_UNREADABLE, {"problem": "hours: many"})
    connected.account.unreadable.append(UnreadableEntry(7, problem))
    run = connected.import_days()
    assert result(run) == (RunStatus.FINISHED, 2, {SkipReason.HARVEST_API_ERROR: 1})
    assert [(one.entry_id, one.cause) for one in connected.skipped(run)] == [(7, problem)]


def test_an_empty_window_is_a_success(connected: FakedPlugin) -> None:
    """A run over a window without entries finishes with nothing imported or skipped."""
    assert result(connected.import_days()) == (RunStatus.FINISHED, 0, {})
