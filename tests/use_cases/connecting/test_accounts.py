"""Which Harvest account is connected: a first one, the same again, another, or none."""

from dataclasses import replace

import pytest

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import BACK, SESSION, STUDIO, FakedPlugin
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import AuthorizationRefused, HarvestUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse


@pytest.mark.parametrize(
    ("accounts", "detail"),
    [
        ((), Message(Code.NO_HARVEST_ACCOUNT)),
        ((1, 2), Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": ["Harvest", "Second"]})),
    ],
)
def test_a_grant_that_cannot_be_used_is_given_back(
    plugin: FakedPlugin, accounts: tuple[int, ...], detail: Message
) -> None:
    """A grant for no account, or for several, is refused and withdrawn at Harvest."""
    plugin.harvest.account(2, "Second")
    state, code = plugin.set_out(), plugin.harvest.consent(*accounts)
    with pytest.raises(AuthorizationRefused) as caught:
        plugin.use.finish_authorization(
            plugin.elin, SESSION, BACK, AuthorizationResponse(state, code, None, None)
        )
    assert caught.value.detail == detail
    assert (plugin.harvest.grants, plugin.row()) == (0, None)


def test_a_grant_whose_accounts_cannot_be_listed_is_given_back(plugin: FakedPlugin) -> None:
    """A grant whose accounts Harvest fails to list is withdrawn."""
    plugin.harvest.faults.append(Fault("accounts", transient()))
    with pytest.raises(HarvestUnavailable):
        plugin.connect()
    assert (plugin.harvest.grants, plugin.row()) == (0, None)


def test_the_same_account_again_keeps_everything(connected: FakedPlugin) -> None:
    """Connecting the same account again keeps its id, pairs and nights, and it works again."""
    connected.use.set_automated_sync(STUDIO, True)
    held, pairs, jonas = (
        connected.connection(),
        connected.pairs(),
        connected.workroom.studio(STUDIO),
    )
    connected.harvest.withdraw()
    connected.log()
    connected.import_days()
    assert not connected.connection().works
    _, change = connected.connect(member=jonas.members["jonas"])
    assert change is ConnectionChange.SAME_ACCOUNT
    assert connected.connection() == replace(held, connected_by="jonas")
    assert connected.pairs() == pairs
    assert connected.import_days().progress.imported == 1


@pytest.mark.parametrize("account", [1, 2])
def test_connecting_again_gives_the_former_grant_back(connected: FakedPlugin, account: int) -> None:
    """Connecting again withdraws the former grant, so that Disconnect leaves none at Harvest."""
    connected.harvest.account(2, "Second")
    connected.connect(account)
    assert connected.harvest.grants == 1
    assert connected.import_days().status is RunStatus.FINISHED
    connected.use.disconnect(STUDIO)
    assert connected.harvest.grants == 0


def test_another_account_clears_the_pairs_and_stops_the_import(connected: FakedPlugin) -> None:
    """Connecting another account clears the pairs, stops the run and switches nights off."""
    connected.use.set_automated_sync(STUDIO, True)
    held, run = connected.connection(), connected.request()
    connected.harvest.account(2, "Second")
    connection, change = connected.connect(2)
    assert change is ConnectionChange.OTHER_ACCOUNT
    assert (connection.id == held.id, connection.automated_sync) == (False, False)
    assert connected.pairs() == {}
    assert connected.shown(run).failure == Message(Code.OTHER_ACCOUNT_CONNECTED)
    connected.work()
    assert connected.harvest.calls["entries"] == 0
