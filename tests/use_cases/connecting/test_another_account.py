"""Another Harvest account than the connected one is taken only once somebody confirms it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.plugin import CABIN, SESSION, STUDIO, FakedPlugin
from tests.support.factories import entry
from tests.use_cases.connecting.question import SECOND, question
from workroom_harvest.domain.connection import ConnectionChange, HarvestAccount
from workroom_harvest.domain.errors import NothingToConfirm
from workroom_harvest.domain.events import Connected
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.use_cases.connecting.show_question import AccountQuestion
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges


def test_another_account_is_asked_about_first(connected: FakedPlugin) -> None:
    """A consent to another account changes nothing, tells nothing, and is asked about."""
    held, pairs, sent = connected.row(), connected.pairs(), [*connected.events.sent]
    connected.harvest.account(SECOND, "Second")
    consented = connected.consent(SECOND)
    assert isinstance(consented, PendingGrant)
    assert consented.harvest_account == HarvestAccount(SECOND, "Second")
    assert question(connected) == AccountQuestion(
        HarvestAccount(1, "Harvest"), HarvestAccount(SECOND, "Second"), mappings=4
    )
    assert (connected.row(), connected.pairs(), connected.events.sent) == (held, pairs, sent)
    assert connected.harvest.grants == 2


def test_the_former_account_works_meanwhile(asked: FakedPlugin) -> None:
    """While somebody is asked, an import by hand and a night go on with the former account."""
    asked.log()
    asked.use.set_automated_sync(STUDIO, True)
    run = asked.request()
    asked.work()
    assert asked.shown(run).progress.imported == 1
    asked.tick(timedelta(hours=14, minutes=1))
    asked.work()
    assert asked.runs()[-1].request.night is not None
    assert asked.runs()[-1].failure is None


def test_a_confirmed_account_takes_the_place_of_the_former(asked: FakedPlugin) -> None:
    """Confirming clears the pairs, stops the run, tells of it, and leaves one grant."""
    run = asked.request()
    connection, change = asked.use.confirm_account(asked.elin, SESSION)
    assert change is ConnectionChange.OTHER_ACCOUNT
    assert connection == asked.connection()
    assert connection.harvest_account == HarvestAccount(SECOND, "Second")
    assert connection.sees is not None
    assert (asked.pairs(), asked.harvest.grants) == ({}, 1)
    assert asked.shown(run).failure == Message(Code.OTHER_ACCOUNT_CONNECTED)
    assert asked.events.sent[-1] == Connected(STUDIO, "elin", SECOND, change)
    assert not asked.use.show_mappings(STUDIO).projects.rows
    assert question(asked) is None


def test_a_first_connection_asks_nothing(plugin: FakedPlugin) -> None:
    """Where nothing is connected, nobody is asked; after a Disconnect neither."""
    plugin.harvest.account(SECOND, "Second")
    assert question(plugin) is None
    plugin.connect()
    plugin.use.disconnect(STUDIO)
    consented = plugin.consent(SECOND)
    assert not isinstance(consented, PendingGrant)
    assert consented.change is ConnectionChange.NEW


def test_tokens_that_no_key_opens_cannot_be_confirmed(asked: FakedPlugin) -> None:
    """A grant whose tokens cannot be opened is not asked about, and cannot be confirmed."""
    asked.store.is_sealed_shut = True
    assert question(asked) is None
    with pytest.raises(NothingToConfirm):
        asked.use.confirm_account(asked.elin, SESSION)
    assert asked.connection().harvest_account.id == 1


def test_the_former_accounts_list_comes_back_with_it(connected: FakedPlugin) -> None:
    """What waited and what was left out of an account waits, and is left out, after a return."""
    connected.map(MappingChanges((Choice(CABIN, None),), ()))
    connected.log(2, project_id=CABIN)
    connected.import_days()
    waits = connected.use.show_waiting(STUDIO)
    (group,) = waits.groups
    connected.use.leave_out(STUDIO, "elin", group.counted.group)
    other = connected.harvest.account(SECOND, "Second")
    other.put(entry(project_id=30, task_id=40))
    connected.connect(SECOND)
    connected.import_days()
    (theirs,) = connected.use.show_waiting(STUDIO).groups
    assert theirs.counted.group.harvest_id == 30
    assert connected.connection().todo_count == 1
    connected.connect(1)
    back = connected.use.show_waiting(STUDIO)
    assert back.groups == []
    assert [one.counted for one in back.left_out] == [
        replace(group.counted, is_left_out=True) for group in waits.groups
    ]


def test_what_is_to_be_done_is_counted_on_the_return(connected: FakedPlugin) -> None:
    """The number of things to do is that of the account that is connected now."""
    connected.map(MappingChanges((Choice(CABIN, None),), ()))
    connected.log(project_id=CABIN)
    connected.import_days()
    connected.harvest.account(SECOND, "Second")
    connected.connect(SECOND)
    assert connected.connection().todo_count == 0
    connected.connect(1)
    assert connected.connection().todo_count == 1
