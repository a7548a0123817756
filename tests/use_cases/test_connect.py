"""To Harvest's consent screen and back, and out again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest import Fault, transient
from tests.fakes.plugin import BACK, JUNE, SESSION, STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import (
    AuthorizationRefused,
    HarvestUnavailable,
    StoreUnavailable,
)
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import RunStatus
from workroom_harvest.domain.use_cases.connecting.choose_account import NO_ACCOUNT
from workroom_harvest.domain.use_cases.connecting.finish_authorization import (
    CODE_REFUSED,
    NO_CODE,
    NOT_OURS,
    AuthorizationResponse,
)
from workroom_harvest.domain.use_cases.connecting.sent_back import (
    CHECK_THE_APP,
    DENIED,
    REPORT,
    UNKNOWN,
    UNMARKED,
    sentence,
)
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


def test_a_consent_makes_a_connection(plugin: FakedPlugin) -> None:
    """With the account's name, by whom and when, and tokens that work."""
    connection, change = plugin.connect()
    assert change is ConnectionChange.NEW
    assert connection == plugin.connection()
    assert (connection.harvest_account.name, connection.connected_by) == ("Harvest", "elin")
    assert (connection.connected_at, connection.automated_sync) == (NOON, False)
    assert plugin.use.show_mappings(STUDIO).projects.rows


def test_the_state_is_kept_as_a_hash(plugin: FakedPlugin) -> None:
    """And so is the session."""
    state = plugin.set_out()
    (key, (consent, _)), *rest = plugin.database.committed("authorization_requests").items()
    assert (key, consent.session_hash, rest) == (hashed(state), hashed(SESSION), [])


@dataclass
class Return:
    """Elin on her way back, with everything as it should be."""

    plugin: FakedPlugin
    member: Member
    session: str
    callback: AuthorizationResponse

    def finish(self) -> None:
        """Arrive."""
        self.plugin.use.finish_authorization(self.member, self.session, BACK, self.callback)


@pytest.fixture
def way_back(plugin: FakedPlugin) -> Return:
    """From the consent screen."""
    state, code = plugin.set_out(), plugin.harvest.consent(plugin.account.id)
    return Return(
        plugin, plugin.elin, SESSION, AuthorizationResponse(state, code, "harvest:1", None)
    )


def _as(**changes: object) -> Callable[[Return], None]:
    def change(back: Return) -> None:
        for name, value in changes.items():
            setattr(back, name, value)

    return change


def _with(**changes: str | None) -> Callable[[Return], None]:
    def change(back: Return) -> None:
        back.callback = replace(back.callback, **changes)

    return change


def _late(back: Return) -> None:
    back.plugin.clock.advance(timedelta(minutes=15))


JONAS = Member("jonas", STUDIO, "Jonas", "jonas@studio.example")
ELSEWHERE = Member("elin", "other", "Elin", "elin@studio.example")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_as(member=JONAS), NOT_OURS),
        (_as(member=ELSEWHERE), NOT_OURS),
        (_as(session="another session"), NOT_OURS),
        (_late, NOT_OURS),
        (_with(state=None), NOT_OURS),
        (_with(state=""), NOT_OURS),
        (_with(state="made up"), NOT_OURS),
        (_with(state="\udcff"), NOT_OURS),
        (_with(error="access_denied"), DENIED),
        (_with(error="access_denied", state="made up"), NOT_OURS),
        (_with(error="access_denied", state=None), UNMARKED),
        (_with(error="server_error", state=""), UNMARKED),
        (_with(error="", state="made up"), NOT_OURS),
        (_with(error=""), UNKNOWN),
        (_with(error="server_error", code=None), sentence("server_error")),
        (_with(code=None), NO_CODE),
        (_with(code=""), NO_CODE),
    ],
)
def test_what_does_not_hold_is_refused_before_the_code_is_exchanged(
    way_back: Return, change: Callable[[Return], None], sentence: str
) -> None:
    """Bound to member, studio and session, for fifteen minutes; nothing is stored."""
    change(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    assert str(caught.value) == sentence
    assert way_back.plugin.row() is None
    assert not way_back.plugin.harvest.calls


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("access_denied", "access was denied there"),
        ("unauthorized_client", CHECK_THE_APP),
        ("invalid_scope", CHECK_THE_APP),
        ("invalid_request", REPORT),
        ("unsupported_response_type", REPORT),
        ("server_error", "Wait a few minutes first."),
        ("temporarily_unavailable", "Wait a few minutes first."),
    ],
)
def test_an_error_is_told_from_a_denial(way_back: Return, code: str, words: str) -> None:
    """What a person denied, what whoever runs Workroom has to mend, and what passes."""
    _with(error=code, code=None)(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    told = str(caught.value)
    assert words in told
    assert "Nothing was stored." in told
    assert ("denied" in told) is (code == "access_denied")


@pytest.mark.parametrize(
    "code", ["Access_Denied", "access_denied ", "<b>", "\u202edeined", "x" * 999]
)
def test_an_error_that_is_unknown_is_not_repeated(way_back: Return, code: str) -> None:
    """Anybody can write anything into an address."""
    _with(error=code)(way_back)
    with pytest.raises(AuthorizationRefused, match=UNKNOWN):
        way_back.finish()


def test_a_state_is_good_once(way_back: Return) -> None:
    """Also when it was refused the first time: somebody may have guessed."""
    way_back.session = "another session"
    with pytest.raises(AuthorizationRefused):
        way_back.finish()
    way_back.session = SESSION
    with pytest.raises(AuthorizationRefused):
        way_back.finish()
    assert way_back.plugin.row() is None


def test_the_way_back_is_good_for_almost_fifteen_minutes(way_back: Return) -> None:
    """Somebody may look for a password."""
    way_back.plugin.clock.advance(timedelta(minutes=14, seconds=59))
    way_back.finish()
    assert way_back.plugin.row() is not None


def test_a_code_that_harvest_does_not_know_is_said(way_back: Return) -> None:
    """Nothing is stored."""
    _with(code="made up")(way_back)
    with pytest.raises(AuthorizationRefused, match=CODE_REFUSED):
        way_back.finish()
    assert way_back.plugin.row() is None


@pytest.mark.parametrize(
    ("accounts", "scope", "sentence"),
    [((), None, NO_ACCOUNT), ((1, 2), None, "several accounts: Harvest, Second")],
)
def test_a_grant_that_cannot_be_used_is_given_back(
    plugin: FakedPlugin, accounts: tuple[int, ...], scope: str | None, sentence: str
) -> None:
    """Nobody could ever use or withdraw it."""
    plugin.harvest.account(2, "Second")
    state, code = plugin.set_out(), plugin.harvest.consent(*accounts)
    with pytest.raises(AuthorizationRefused, match=sentence):
        plugin.use.finish_authorization(
            plugin.elin, SESSION, BACK, AuthorizationResponse(state, code, scope, None)
        )
    assert (plugin.harvest.grants, plugin.row()) == (0, None)


def test_a_grant_whose_accounts_cannot_be_listed_is_given_back(plugin: FakedPlugin) -> None:
    """Harvest had a problem in between."""
    plugin.harvest.faults.append(Fault("accounts", transient()))
    with pytest.raises(HarvestUnavailable):
        plugin.connect()
    assert (plugin.harvest.grants, plugin.row()) == (0, None)


def test_the_same_account_again_keeps_everything(connected: FakedPlugin) -> None:
    """Its nights, its pairs, its id; it works again, and Jonas is the one who connected."""
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
    assert connected.import_days().imported == 1


@pytest.mark.parametrize("account", [1, 2])
def test_connecting_again_gives_the_former_grant_back(connected: FakedPlugin, account: int) -> None:
    """After Disconnect none is left behind at Harvest, however often somebody connected."""
    connected.harvest.account(2, "Second")
    connected.connect(account)
    assert connected.harvest.grants == 1
    assert connected.import_days().status is RunStatus.FINISHED
    connected.use.disconnect(STUDIO)
    assert connected.harvest.grants == 0


def test_another_account_clears_the_pairs_and_stops_the_import(connected: FakedPlugin) -> None:
    """They would point to strangers."""
    connected.use.set_automated_sync(STUDIO, True)
    held, run = connected.connection(), connected.request()
    connected.harvest.account(2, "Second")
    connection, change = connected.connect(2)
    assert change is ConnectionChange.OTHER_ACCOUNT
    assert (connection.id == held.id, connection.automated_sync) == (False, False)
    assert connected.pairs() == {}
    assert connected.shown(run).failure == "Another Harvest account was connected."
    connected.work()
    assert connected.harvest.calls["entries"] == 0


def test_disconnect_takes_tokens_pairs_and_nights_and_leaves_timelogs(
    connected: FakedPlugin,
) -> None:
    """Reconnecting duplicates nothing."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log(4)
    connected.import_days()
    assert connected.use.disconnect(STUDIO)
    assert (connected.row(), connected.pairs(), connected.harvest.grants) == (None, {}, 0)
    assert len(connected.timelogs()) == 4
    connected.connect()
    connected.map()
    again = connected.import_days()
    assert (again.imported, again.total, len(connected.timelogs())) == (0, 4, 4)


def test_disconnect_stops_an_import_that_waits(connected: FakedPlugin) -> None:
    """With its reason."""
    connected.log()
    run = connected.request()
    connected.use.disconnect(STUDIO)
    connected.work()
    assert connected.shown(run).status is RunStatus.FAILED
    assert connected.shown(run).failure == "Harvest was disconnected."
    assert connected.timelogs() == {}


def _down(plugin: FakedPlugin) -> None:
    plugin.harvest.is_down = True


def _no_way(plugin: FakedPlugin) -> None:
    plugin.harvest.offers_revocation = False


def _sealed_shut(plugin: FakedPlugin) -> None:
    plugin.store.is_sealed_shut = True


@pytest.mark.parametrize("trouble", [_down, _no_way, _sealed_shut])
def test_disconnect_works_though_harvest_cannot_be_told(
    connected: FakedPlugin, trouble: Callable[[FakedPlugin], None]
) -> None:
    """And says so."""
    trouble(connected)
    assert connected.use.disconnect(STUDIO) is False
    assert (connected.row(), connected.pairs()) == (None, {})


def test_disconnect_a_second_time_is_fine(plugin: FakedPlugin) -> None:
    """There is nothing left to tell Harvest."""
    assert plugin.use.disconnect(STUDIO)


@pytest.mark.parametrize(("moment", "is_connected"), [("commit", True), ("revoke", False)])
def test_disconnect_that_is_killed_is_done_or_undone(
    connected: FakedPlugin, moment: str, is_connected: bool
) -> None:
    """Never half."""
    run = connected.request(JUNE)
    connected.moments.kill(moment)
    with pytest.raises(Crash):
        connected.use.disconnect(STUDIO)
    connected.moments.revive()
    assert (connected.row() is not None) is is_connected
    assert bool(connected.pairs()) is is_connected
    assert connected.shown(run).is_over is not is_connected


# A database whose answer to a commit is lost.


def test_a_connection_lasts_though_the_answer_to_its_commit_was_lost(plugin: FakedPlugin) -> None:
    """Its grant is not given back: it is the one that was stored."""
    plugin.lose("committed", after=2)
    connection, change = plugin.connect()
    assert (connection, change) == (plugin.connection(), ConnectionChange.NEW)
    assert plugin.harvest.grants == 1
    assert plugin.use.show_mappings(STUDIO).projects.rows


def test_the_former_grant_is_given_back_also_then(connected: FakedPlugin) -> None:
    """Nobody could withdraw it any more."""
    connected.lose("committed", after=2)
    connected.connect()
    assert connected.harvest.grants == 1


def test_a_connection_that_was_not_stored_gives_its_grant_back(plugin: FakedPlugin) -> None:
    """Nobody could ever use or withdraw it."""
    plugin.lose("commit", after=2)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 0)
    plugin.connect()
    assert plugin.row() is not None


def test_a_grant_is_left_alone_where_nobody_can_say_whether_it_was_stored(
    plugin: FakedPlugin,
) -> None:
    """The database is away for longer; rather a grant too many than a connection that is dead."""
    plugin.lose("commit", after=2)
    plugin.lose("begin", after=3)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 1)
    plugin.connect()
    assert plugin.row() is not None


def test_disconnect_withdraws_the_grant_though_the_answer_was_lost(connected: FakedPlugin) -> None:
    """The tokens at hand are the last that there are."""
    connected.lose("committed")
    assert connected.use.disconnect(STUDIO)
    assert (connected.row(), connected.harvest.grants) == (None, 0)


def test_a_disconnect_that_was_not_stored_withdraws_nothing(connected: FakedPlugin) -> None:
    """The connection goes on."""
    connected.lose("commit")
    with pytest.raises(StoreUnavailable):
        connected.use.disconnect(STUDIO)
    assert connected.harvest.grants == 1
    assert connected.import_days().status is RunStatus.FINISHED
