"""Token replies: what is believed of them, and what costs nobody a pair."""

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.adapters.test_settings import GOOD
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.harvest.oauth import DEADLINE, TOKEN_SECONDS, HttpHarvestOAuth
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.errors import (
    GrantRevoked,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    TransientHarvestError,
)
from workroom_harvest.settings import Settings

PAIR = {"access_token": "1.at.new", "refresh_token": "1.rt.new", "token_type": "bearer"}


def refreshed(status: int, body: bytes) -> Tokens:
    """The pair that a reply leads to."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body)

    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), httpx.MockTransport(answer))
    return oauth.refresh("1.rt.old")


def test_the_lifetime_counts_from_now() -> None:
    """Harvest's 14 days, and an hour to spare."""
    pair = refreshed(200, json.dumps({**PAIR, "expires_in": 1209600}).encode())
    assert (pair.access, pair.refresh) == ("1.at.new", "1.rt.new")
    ends = datetime.now(UTC) + timedelta(days=14, hours=-1)
    assert abs(pair.refresh_at - ends) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "odd",
    [
        *('"expires_in": "soon"', '"expires_in": null', '"expires_in": [1]', '"expires_in": 1e400'),
        *('"expires_in": -5', '"expires_in": true', '"expires_at": {}', '"expires_at": "x"'),
        *('"scope": NaN', '"scope": "\\ud800"', '"created_at": 1e400'),
    ],
)
def test_no_pair_is_lost_over_an_odd_lifetime(odd: str) -> None:
    """The old refresh token may be dead by then: the new one is all there is."""
    body = f"{json.dumps(PAIR)[:-1]}, {odd}}}".encode()
    pair = refreshed(200, body)
    assert pair.refresh == "1.rt.new"
    assert not pair.refresh_due(datetime.now(UTC))


@pytest.mark.parametrize(("header", "wait"), [({"Retry-After": "7"}, 7.0), ({}, 15.0)])
def test_a_refresh_waits_as_long_as_harvest_asks(header: dict[str, str], wait: float) -> None:
    """A 429 that names nothing means its window of requests."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers=header, json={"error": "slow_down"})

    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), httpx.MockTransport(answer))
    for ask in (oauth.refresh, oauth.accounts):
        with pytest.raises(HarvestUnavailable) as caught:
            ask("a token")
        assert caught.value.retry_after == wait


def test_the_old_refresh_token_is_kept_where_harvest_sends_none() -> None:
    """Clients that never store a new one go on working."""
    assert refreshed(200, b'{"access_token": "1.at.new"}').refresh == "1.rt.old"


@pytest.mark.parametrize("status", [200, 301, 401, 402, 403, 404, 429, 503])
@pytest.mark.parametrize("body", [b"<html>", b"", b'{"accounts": []}', b'{"message": "No."}'])
def test_nobody_else_says_which_accounts_there_are(status: int, body: bytes) -> None:
    """A list of nothing counts only where it says whose it is."""
    answer = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    with pytest.raises(TransientHarvestError):
        HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), answer).accounts("a token")


def test_somebody_may_have_no_account_at_all() -> None:
    """Harvest says whose list it is."""
    body = {"user": {"id": 1, "email": "elin@lindqvist.example"}, "accounts": []}
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    assert HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), answer).accounts("a token") == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{"error": "invalid_grant", "error_description": "gone"}', GrantRevoked),
        (401, b'{"error": "invalid_grant"}', GrantRevoked),
        (401, b'{"error": "invalid_client"}', HarvestUnavailable),
        (200, b'{"error": "invalid_grant"}', MalformedResponse),
        (402, b'{"error": "invalid_grant"}', HarvestUnavailable),
        (403, b'{"error": "invalid_grant"}', HarvestUnavailable),
        (404, b'{"error": "invalid_grant"}', HarvestUnavailable),
        (503, b'{"error": "invalid_grant"}', HarvestUnavailable),
        (400, b"<title>Just a moment</title>", HarvestError),
        (401, b'{"message": "Unauthorized"}', HarvestError),
        (403, b'{"message": "Forbidden"}', HarvestUnavailable),
        (400, b'{"error": {"a": 1}}', HarvestError),
        (500, b"", HarvestUnavailable),
        (503, b"<html>", HarvestUnavailable),
        (429, b"", HarvestError),
        (200, b"<html>", MalformedResponse),
        (200, b"[1, 2]", MalformedResponse),
        (200, b"{}", MalformedResponse),
        (200, b'{"access_token": "t\xc3\xb6k"}', MalformedResponse),
        (200, b'{"access_token": "a\\nb"}', MalformedResponse),
        (302, b"", HarvestError),
    ],
)
def test_what_is_no_pair_has_its_error(status: int, body: bytes, error: type[HarvestError]) -> None:
    """Only `invalid_grant` asks people to reconnect."""
    with pytest.raises(error) as caught:
        refreshed(status, body)
    assert isinstance(caught.value, GrantRevoked) == (error is GrantRevoked)
    assert "1.rt.old" not in str(caught.value)


def test_a_bad_byte_beside_the_pair_costs_no_pair() -> None:
    """Nobody needs what it stands in."""
    body = json.dumps({**PAIR, "scope": "HERE"}).encode().replace(b"HERE", b"\xff")
    assert refreshed(200, body).refresh == "1.rt.new"


def test_a_reply_of_the_id_host_has_an_end() -> None:
    """A pair has some hundred bytes; what is built of a large reply would be larger by far."""
    with pytest.raises(HarvestUnavailable):
        refreshed(200, json.dumps({**PAIR, "scope": "x" * 2**21}).encode())


@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "revoke"])
def test_what_is_issued_once_is_waited_for_longer(call: str) -> None:
    """Thirty seconds for a pair, ten for what can be asked again, ten to connect in either case."""
    given: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"])
        return httpx.Response(500)

    addresses = {**GOOD, "HARVEST_REVOKE_URL": "https://id.example/revoke"}
    one = HttpHarvestOAuth(Settings.read(addresses), SystemClock(), httpx.MockTransport(answer))
    calls: dict[str, Callable[[], object]] = {
        "exchange": lambda: one.exchange("code", "http://localhost/callback"),
        "refresh": lambda: one.refresh("1.rt.old"),
        "accounts": lambda: one.accounts("1.at.old"),
        "revoke": lambda: one.revoke(Tokens("1.at.old", "1.rt.old", datetime.now(UTC))),
    }
    with contextlib.suppress(HarvestUnavailable):
        calls[call]()
    seconds = TOKEN_SECONDS if call in ("exchange", "refresh") else DEADLINE
    assert (TOKEN_SECONDS, DEADLINE) == (30, 10)
    assert [(one["read"], one["connect"]) for one in given] == [(seconds, DEADLINE)]


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, {"error": "forbidden"}), (401, {"error": "login_required"}), (403, {"error": "x"})],
)
def test_an_error_of_no_token_endpoint_is_somebody_elses(status: int, body: dict[str, str]) -> None:
    """Nobody is told that the client's credentials are wrong."""
    with pytest.raises(HarvestUnavailable, match=r"intercepted|unknown_refusal"):
        refreshed(status, json.dumps(body).encode())
