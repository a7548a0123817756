"""The replies of Harvest's token endpoint, and which of them yield a pair of tokens."""

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
    """Return the pair of tokens that a refresh with this reply yields."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body)

    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), httpx.MockTransport(answer))
    return oauth.refresh("1.rt.old")


def test_the_lifetime_counts_from_now() -> None:
    """A pair is due for a refresh an hour before the lifetime of 14 days is over."""
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
    """A pair with a malformed lifetime or field is kept.

    The old refresh token may be invalid by then, so that the new one is the only one.
    """
    body = f"{json.dumps(PAIR)[:-1]}, {odd}}}".encode()
    pair = refreshed(200, body)
    assert pair.refresh == "1.rt.new"
    assert not pair.refresh_due(datetime.now(UTC))


@pytest.mark.parametrize(("header", "wait"), [({"Retry-After": "7"}, 7.0), ({}, 15.0)])
def test_a_refresh_waits_as_long_as_harvest_asks(header: dict[str, str], wait: float) -> None:
    """The wait of `Retry-After` is handed on; a 429 without it means 15 seconds."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers=header, json={"error": "slow_down"})

    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), httpx.MockTransport(answer))
    for ask in (oauth.refresh, oauth.accounts):
        with pytest.raises(HarvestUnavailable) as caught:
            ask("a token")
        assert caught.value.retry_after == wait


def test_the_old_refresh_token_is_kept_where_harvest_sends_none() -> None:
    """Without a new refresh token in the reply the old one stays in use."""
    assert refreshed(200, b'{"access_token": "1.at.new"}').refresh == "1.rt.old"


@pytest.mark.parametrize("status", [200, 301, 401, 402, 403, 404, 429, 503])
@pytest.mark.parametrize("body", [b"<html>", b"", b'{"accounts": []}', b'{"message": "No."}'])
def test_a_list_of_accounts_in_anothers_form_is_transient(status: int, body: bytes) -> None:
    """A reply that is not in Harvest's form is a transient error, and no empty list."""
    answer = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    with pytest.raises(TransientHarvestError):
        HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), answer).accounts("a token")


def test_somebody_may_have_no_account_at_all() -> None:
    """An empty list of accounts counts where it names its user, as Harvest's does."""
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
def test_a_reply_without_a_pair_has_its_error(
    status: int, body: bytes, error: type[HarvestError]
) -> None:
    """Each reply without a pair has its error, and only `invalid_grant` is a revoked grant."""
    with pytest.raises(error) as caught:
        refreshed(status, body)
    assert isinstance(caught.value, GrantRevoked) == (error is GrantRevoked)
    assert "1.rt.old" not in str(caught.value)


def test_a_bad_byte_beside_the_pair_does_not_lose_it() -> None:
    """Invalid bytes in a field that is not needed do not lose the pair."""
    body = json.dumps({**PAIR, "scope": "HERE"}).encode().replace(b"HERE", b"\xff")
    assert refreshed(200, body).refresh == "1.rt.new"


def test_a_large_token_reply_is_refused() -> None:
    """A token reply of two megabytes is refused, since a pair has some hundred bytes.

    What is built in memory of a large reply would be larger by far.
    """
    with pytest.raises(HarvestUnavailable):
        refreshed(200, json.dumps({**PAIR, "scope": "x" * 2**21}).encode())


@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "revoke"])
def test_what_is_issued_once_is_waited_for_longer(call: str) -> None:
    """Calls that issue a pair have 30 seconds, others 10, and connecting has 10 in either case."""
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
def test_an_error_code_of_no_token_endpoint_is_not_harvests(
    status: int, body: dict[str, str]
) -> None:
    """An error code that no token endpoint uses is not blamed on the client's credentials."""
    with pytest.raises(HarvestUnavailable, match=r"intercepted|unknown_refusal"):
        refreshed(status, json.dumps(body).encode())
