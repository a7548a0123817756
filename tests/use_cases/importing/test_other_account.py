"""What became of entries of another Harvest account stays as it is, whatever is imported now."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.fakes.plugin import CABIN, JUNE, MAPPED, STUDIO, FakedPlugin
from tests.support.factories import entry
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

DONE, CONFLICT = RunStatus.FINISHED, SkipReason.OTHER_ACCOUNT
SECOND = 2
NO_CABIN = MappingChanges((Choice(CABIN, None),), ())


@pytest.fixture
def second(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin with an imported and a waiting entry, then connected to a second account.

    The second account has equally numbered projects and tasks, and all of them are mapped.
    """
    connected.map(NO_CABIN)
    connected.log(id=1)
    connected.log(id=2, project_id=CABIN, notes="Ours")
    connected.import_days()
    other = connected.harvest.account(SECOND, "Second")
    other.projects, other.tasks = connected.account.projects, connected.account.tasks
    connected.connect(SECOND)
    connected.map(MAPPED)
    return connected


@pytest.mark.parametrize("is_readable", [True, False])
def test_the_same_id_from_another_account_is_a_conflict(
    second: FakedPlugin, is_readable: bool
) -> None:
    """An id that the former account has is named, and neither imported, counted nor recorded."""
    known = dict(second.database.committed("entries"))
    notes = dict(second.database.committed("entry_notes"))
    other = second.harvest.open_accounts[SECOND]
    if is_readable:
        other.put(entry(id=1, hours=Decimal(9)))
        other.put(entry(id=2, project_id=CABIN, notes="Theirs"))
    else:
        problem = Message(Code.ENTRY_UNREADABLE, {"where": "hours"})
        other.unreadable += [UnreadableEntry(number, problem) for number in (1, 2)]
    run = second.import_days()
    assert result(run) == (DONE, 0, {CONFLICT: 2})
    assert {one.entry_id for one in second.skipped(run)} == {1, 2}
    assert dict(second.database.committed("entries")) == known
    assert dict(second.database.committed("entry_notes")) == notes
    assert second.timelogs().keys() == {1}
    assert second.use.show_waiting(STUDIO).groups == []


def test_a_conflict_is_previewed_as_it_is_imported(second: FakedPlugin) -> None:
    """A preview names the conflict, and the import from it differs in nothing."""
    other = second.harvest.open_accounts[SECOND]
    other.put(entry(id=1))
    other.put(entry(id=3))
    preview = second.preview_days()
    assert result(preview) == (DONE, 1, {CONFLICT: 1})
    run = second.import_from(preview)
    assert result(run) == (DONE, 1, {CONFLICT: 1})
    assert not run.differs


def test_the_hours_of_the_former_account_are_frozen(second: FakedPlugin) -> None:
    """Hours count the connected account's entries; the former account's are told beside."""
    second.harvest.open_accounts[SECOND].put(entry(id=3))
    second.import_days()
    found = second.use.show_hours(STUDIO, JUNE)
    assert (found.frozen.entries, found.frozen.minutes) == (2, 120)
    assert sum(one.balance.harvest_minutes for one in found.projects) == 60


def test_a_return_goes_on_where_it_was(second: FakedPlugin) -> None:
    """Back at the former account its entries are no conflict, and what waited comes in."""
    second.harvest.open_accounts[SECOND].put(entry(id=1))
    second.import_days()
    second.connect(1)
    second.map(MAPPED)
    assert result(second.import_days()) == (DONE, 1, {SkipReason.ALREADY_IMPORTED: 1})
    assert second.timelogs().keys() == {1, 2}


def test_the_former_accounts_left_outs_do_not_hold_in_another(connected: FakedPlugin) -> None:
    """A project that was left out of one account is not left out of another one."""
    connected.map(NO_CABIN)
    connected.log(project_id=CABIN)
    connected.import_days()
    (group,) = connected.use.show_waiting(STUDIO).groups
    connected.use.leave_out(STUDIO, "elin", group.counted.group)
    other = connected.harvest.account(SECOND, "Second")
    other.projects = {CABIN: HarvestItem(CABIN, "Theirs")}
    other.put(replace(entry(id=7), project_id=CABIN))
    connected.connect(SECOND)
    connected.import_days()
    waits = connected.use.show_waiting(STUDIO)
    assert [one.counted.group for one in waits.groups] == [group.counted.group]
    assert waits.left_out == []
