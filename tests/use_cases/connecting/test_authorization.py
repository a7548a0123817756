"""To Harvest's consent screen and back: what is accepted there, and what is refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.fakes.plugin import BACK, SESSION, STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import AuthorizationRefused
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


def test_a_consent_makes_a_connection(plugin: FakedPlugin) -> None:
    """A consent makes a connection with the account's name, its designer and working tokens."""
    connection, change = plugin.connect()
    assert change is ConnectionChange.NEW
    assert connection == plugin.connection()
    assert (connection.harvest_account.name, connection.connected_by) == ("Harvest", "elin")
    assert (connection.connected_at, connection.automated_sync) == (NOON, False)
    assert plugin.use.show_mappings(STUDIO).projects.rows


def test_the_state_is_kept_as_a_hash(plugin: FakedPlugin) -> None:
    """The state and the session are stored as hashes only."""
    state = plugin.set_out()
    (key, (consent, _)), *rest = plugin.database.committed("authorization_requests").items()
    assert (key, consent.session_hash, rest) == (hashed(state), hashed(SESSION), [])


@dataclass
class Return:
    """Elin's way back from the consent screen, with everything as it should be."""

    plugin: FakedPlugin
    member: Member
    session: str
    callback: AuthorizationResponse

    def finish(self) -> None:
        """Arrive at Workroom with the answer."""
        self.plugin.use.finish_authorization(self.member, self.session, BACK, self.callback)


@pytest.fixture
def way_back(plugin: FakedPlugin) -> Return:
    """Return a way back that Harvest consented to."""
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


NOT_OURS = Message(Code.AUTHORIZATION_NOT_OURS)
UNMARKED = Message(Code.AUTHORIZATION_UNMARKED)
NO_CODE = Message(Code.AUTHORIZATION_WITHOUT_CODE)


def _sent_back(code: Code, error: str) -> Message:
    return Message(code, {"error": error})


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (_as(member=JONAS), NOT_OURS),
        (_as(member=ELSEWHERE), NOT_OURS),
        (_as(session="another session"), NOT_OURS),
        (_late, NOT_OURS),
        (_with(state=None), NOT_OURS),
        (_with(state=""), NOT_OURS),
        (_with(state="made up"), NOT_OURS),
        (_with(state="\udcff"), NOT_OURS),
        (
            _with(error="access_denied"),
            _sent_back(Code.AUTHORIZATION_DENIED, "access_denied"),
        ),
        (_with(error="access_denied", state="made up"), NOT_OURS),
        (_with(error="access_denied", state=None), UNMARKED),
        (_with(error="server_error", state=""), UNMARKED),
        (_with(error="", state="made up"), NOT_OURS),
        (_with(error=""), Message(Code.AUTHORIZATION_UNKNOWN)),
        (
            _with(error="server_error", code=None),
            _sent_back(Code.AUTHORIZATION_TEMPORARY, "server_error"),
        ),
        (_with(code=None), NO_CODE),
        (_with(code=""), NO_CODE),
    ],
)
def test_what_does_not_hold_is_refused_before_the_code_is_exchanged(
    way_back: Return, change: Callable[[Return], None], detail: Message
) -> None:
    """An answer that does not hold is refused without a call to Harvest, and nothing is stored."""
    change(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    assert caught.value.detail == detail
    assert way_back.plugin.row() is None
    assert not way_back.plugin.harvest.calls


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", Code.AUTHORIZATION_DENIED),
        ("unauthorized_client", Code.AUTHORIZATION_APP_REFUSED),
        ("invalid_scope", Code.AUTHORIZATION_APP_REFUSED),
        ("invalid_request", Code.AUTHORIZATION_REQUEST_REFUSED),
        ("unsupported_response_type", Code.AUTHORIZATION_REQUEST_REFUSED),
        ("server_error", Code.AUTHORIZATION_TEMPORARY),
        ("temporarily_unavailable", Code.AUTHORIZATION_TEMPORARY),
    ],
)
def test_an_error_is_told_from_a_denial(way_back: Return, error: str, code: Code) -> None:
    """A known error is told apart: a denial, something to mend, or something that passes."""
    _with(error=error, code=None)(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    assert caught.value.detail == _sent_back(code, error)
    assert way_back.plugin.row() is None
    assert not way_back.plugin.harvest.calls


@pytest.mark.parametrize(
    "error", ["Access_Denied", "access_denied ", "<b>", "\u202edeined", "x" * 999]
)
def test_an_error_that_is_unknown_is_not_repeated(way_back: Return, error: str) -> None:
    """An unknown error is refused without repeating it, since anybody can write an address."""
    _with(error=error)(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    assert caught.value.detail == Message(Code.AUTHORIZATION_UNKNOWN)
    assert str(caught.value) == Code.AUTHORIZATION_UNKNOWN


def test_a_state_is_good_once(way_back: Return) -> None:
    """A state cannot be used again, even after it was refused."""
    way_back.session = "another session"
    with pytest.raises(AuthorizationRefused):
        way_back.finish()
    way_back.session = SESSION
    with pytest.raises(AuthorizationRefused):
        way_back.finish()
    assert way_back.plugin.row() is None


def test_the_way_back_is_good_for_almost_fifteen_minutes(way_back: Return) -> None:
    """An answer that comes a second before fifteen minutes are over is accepted."""
    way_back.plugin.clock.advance(timedelta(minutes=14, seconds=59))
    way_back.finish()
    assert way_back.plugin.row() is not None


def test_a_code_that_harvest_does_not_know_is_said(way_back: Return) -> None:
    """A code that Harvest does not know is refused, and nothing is stored."""
    _with(code="made up")(way_back)
    with pytest.raises(AuthorizationRefused) as caught:
        way_back.finish()
    assert caught.value.detail == Message(Code.AUTHORIZATION_CODE_REFUSED)
    assert way_back.plugin.row() is None
