"""What an import of what waits wants and Harvest does not list is asked for by its id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.harvest_faults import Fault
from tests.fakes.plugin import VILLA, FakedPlugin
from tests.use_cases.importing.helpers import FORBIDDEN, result
from tests.use_cases.importing.waiting import AT_CABIN, FIRST, codes, states, wait_at_cabin
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DONE, GONE = RunStatus.FINISHED, SkipReason.GONE


def test_what_moved_comes_in_as_it_is_now(unmapped: FakedPlugin) -> None:
    """An entry on another day, or of another project, comes in with its values of now."""
    day, project, *_ = wait_at_cabin(unmapped)
    unmapped.account.put(replace(day, spent_on=FIRST - timedelta(days=300)))
    unmapped.account.put(replace(project, project_id=VILLA))
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 5, {})
    assert (done.progress.listed, done.progress.asked) == (3, 2)
    logs = unmapped.timelogs()
    assert logs[day.id].spent_on == FIRST - timedelta(days=300)
    assert logs[project.id].project_id == "villa"


def test_what_moved_to_where_nothing_is_mapped_waits_there(unmapped: FakedPlugin) -> None:
    """An entry that moved to a project without a mapping is told, and waits under that."""
    one, *_ = wait_at_cabin(unmapped, 1)
    unmapped.account.put(replace(one, project_id=99))
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 0, {SkipReason.PROJECT_NOT_MAPPED: 1})
    with pytest.raises(NotFound):
        unmapped.request_waiting(AT_CABIN)


def test_more_than_fifty_wait_for_another_click(unmapped: FakedPlugin) -> None:
    """A run asks for fifty; a warning says how many are left, and another click asks for them."""
    for one in wait_at_cabin(unmapped, 53):
        unmapped.account.put(replace(one, project_id=VILLA))
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, MOST_ASKED, {})
    assert done.warnings == (Message(Code.WAITING_NOT_ASKED, {"left": 3, "most": MOST_ASKED}),)
    assert result(unmapped.import_waiting(AT_CABIN)) == (DONE, 3, {})


def test_those_that_were_not_found_keep_no_others_waiting(unmapped: FakedPlugin) -> None:
    """If fifty are not found, and none of them is concluded to be gone, the next come first."""
    for one in wait_at_cabin(unmapped, 53)[:51]:
        unmapped.account.remove(one.id)
    for one in list(unmapped.account.entries.values()):
        unmapped.account.put(replace(one, project_id=VILLA))
    first = unmapped.import_waiting(AT_CABIN)
    assert codes(first) == [Code.GONE_TOO_MANY, Code.WAITING_NOT_ASKED]
    assert unmapped.import_waiting(AT_CABIN).progress.imported == 2


def test_an_entry_that_is_unreadable_by_now_is_told(unmapped: FakedPlugin) -> None:
    """An entry whose values cannot be read any more is a Harvest error, with its cause."""
    (one,) = wait_at_cabin(unmapped, 1)
    unmapped.account.remove(one.id)
    unmapped.account.unreadable.append(UnreadableEntry(one.id, quoted("no hours")))
    unmapped.harvest.twist = lambda page: replace(page, unreadable=())
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 0, {SkipReason.HARVEST_API_ERROR: 1})


def test_one_entry_that_is_forbidden_stops_no_others(unmapped: FakedPlugin) -> None:
    """An entry that Harvest refuses is told with the refusal, waits on, and the others come in."""
    entries = wait_at_cabin(unmapped, 2)
    for one in entries:
        unmapped.account.put(replace(one, project_id=VILLA))
    unmapped.harvest.faults.append(Fault("entry", FORBIDDEN))
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 1, {SkipReason.HARVEST_API_ERROR: 1})
    (line,) = unmapped.skipped(done)
    assert line.cause == FORBIDDEN.detail
    assert states(unmapped)[entries[0].id] is EntryState.WAITING
