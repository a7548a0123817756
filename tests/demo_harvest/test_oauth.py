"""Harvest ID: consent, exchange, refresh, and what it refuses."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.demo_harvest.conftest import BACK, CLIENT, Studio


def test_callback_names_code_account_and_state(studio: Studio) -> None:
    """The redirect back has the code, the state, and the account in `scope`."""
    where = urlsplit(studio.consent().headers["Location"])
    query = parse_qs(where.query)
    assert where.path == "/back"
    assert query["scope"] == [f"harvest:{studio.account.id}"]
    assert query["state"] == ["s1"]
    assert query["code"]


def test_denial_comes_back_as_an_error(studio: Studio) -> None:
    """A denial redirects back with an error and without a code."""
    query = parse_qs(urlsplit(studio.consent(decision="deny").headers["Location"]).query)
    assert query["error"] == ["access_denied"]
    assert "code" not in query


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "somebody"},
        {"redirect_uri": "https://elsewhere.example/back"},
        {"redirect_uri": "myapp://back"},
    ],
)
def test_unknown_app_or_address_is_never_redirected_to(
    studio: Studio, change: dict[str, str]
) -> None:
    """An unknown app or redirect URI gets an error page and no redirect."""
    params = {"client_id": "local-client", "response_type": "code", "redirect_uri": BACK}
    answer = studio.http.get("/oauth2/authorize", params={**params, **change})
    assert answer.status_code in (400, 403, 404)
    assert "Location" not in answer.headers


@pytest.mark.parametrize("as_json", [False, True])
def test_exchange_takes_form_and_json(studio: Studio, as_json: bool) -> None:
    """A code is exchanged by a form or by JSON, with or without the redirect URI."""
    body = {**CLIENT, "grant_type": "authorization_code", "code": studio.code()}
    url = "/api/v2/oauth2/token"
    answer = studio.http.post(url, json=body) if as_json else studio.http.post(url, data=body)
    assert set(answer.json()) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert answer.json()["token_type"] == "bearer"
    assert answer.json()["expires_in"] == 1209600


def test_a_code_is_good_once(studio: Studio) -> None:
    """A second exchange of a code is an `invalid_grant`."""
    code = studio.code()
    assert studio.exchange(grant_type="authorization_code", code=code).is_success
    again = studio.exchange(grant_type="authorization_code", code=code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_another_redirect_uri_at_exchange_is_refused(studio: Studio) -> None:
    """A redirect URI that is sent with the exchange must be the one of the consent."""
    answer = studio.exchange(
        grant_type="authorization_code", code=studio.code(), redirect_uri=BACK + "/other"
    )
    assert answer.json()["error"] == "invalid_grant"


def test_the_secret_counts_in_the_body_only(studio: Studio) -> None:
    """The client secret counts in the body only: HTTP Basic is ignored."""
    answer = studio.http.post(
        "/api/v2/oauth2/token",
        data={"grant_type": "authorization_code", "code": studio.code()},
        auth=httpx.BasicAuth("local-client", "local-secret"),
    )
    assert answer.json()["error"] == "invalid_client"


@pytest.mark.parametrize("single_use", [True, False])
def test_refresh_in_both_modes(studio: Studio, single_use: bool) -> None:
    """Whether old tokens stay valid after a refresh is unknown, so an option decides."""
    studio.config.single_use_refresh = single_use
    old = studio.tokens()
    refresh = {"grant_type": "refresh_token", "refresh_token": old["refresh_token"]}
    new = studio.exchange(**refresh).raise_for_status().json()
    assert new["refresh_token"] != old["refresh_token"]
    assert studio.exchange(**refresh).status_code == (400 if single_use else 200)
    bearer = {"Authorization": f"Bearer {old['access_token']}"}
    answer = studio.http.get("/api/v2/accounts", headers=bearer)
    assert answer.status_code == (401 if single_use else 200)


def test_accounts_lists_forecast_first(studio: Studio) -> None:
    """Forecast's account is listed first, so that a client that takes the first one is wrong."""
    headers = studio.headers()
    del headers["Harvest-Account-Id"]
    answer = studio.http.get("/api/v2/accounts", headers=headers).json()
    assert [one["product"] for one in answer["accounts"]] == ["forecast", "harvest"]
    assert set(answer["user"]) == {"id", "first_name", "last_name", "email"}


def test_a_revoked_grant_is_an_invalid_token(studio: Studio) -> None:
    """A grant that was revoked by RFC 7009, which is an option, has no valid token any more."""
    tokens = studio.tokens()
    revoked = studio.http.post("/oauth2/revoke", data={**CLIENT, "token": tokens["refresh_token"]})
    assert revoked.status_code == 200
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert studio.http.get("/api/v2/accounts", headers=bearer).json()["error"] == "invalid_token"


def test_an_implicit_grant_arrives_in_the_query(studio: Studio) -> None:
    """An implicit grant comes in the query, as observed, and has no refresh token."""
    params = {"client_id": "local-client", "response_type": "token", "redirect_uri": BACK}
    fields = {"user": "ada@x.example", "account": str(studio.account.id), "decision": "authorize"}
    answer = studio.http.post("/oauth2/authorize", params={**params, "state": "s1"}, data=fields)
    where = urlsplit(answer.headers["Location"])
    query = {name: value for name, (value,) in parse_qs(where.query).items()}
    assert (where.path, where.fragment, query["state"]) == ("/back", "", "s1")
    assert query["scope"] == f"harvest:{studio.account.id}"
    assert (query["token_type"], query["expires_in"]) == ("bearer", "1209600")
    assert "refresh_token" not in query
    bearer = {"Authorization": f"Bearer {query['access_token']}"}
    assert studio.http.get("/api/v2/accounts", headers=bearer).is_success


@pytest.mark.parametrize("path", ["/api/v2/oauth2/token", "/api/v1/oauth2/token"])
def test_the_token_endpoint_wants_a_user_agent_too(studio: Studio, path: str) -> None:
    """The token endpoint and the accounts refuse a request without User-Agent."""
    nameless = {"User-Agent": ""}
    assert studio.http.post(path, data=CLIENT, headers=nameless).status_code == 400
    assert studio.http.post(path, data=CLIENT).json()["error"] == "unsupported_grant_type"
    headers = {**studio.headers(), **nameless}
    assert studio.http.get("/api/v2/accounts", headers=headers).status_code == 400


def test_the_redirect_uri_begins_with_the_registered_one(studio: Studio) -> None:
    """A redirect URI counts as known where it begins with the registered one, as at Harvest."""
    params = {"client_id": "local-client", "response_type": "code"}
    for wanted, status in (
        (BACK, 200),
        ("http://127.0.0.1.example/", 200),
        ("http://127.0.0.2/", 400),
        ("https://127.0.0.1/", 400),
    ):
        answer = studio.http.get("/oauth2/authorize", params={**params, "redirect_uri": wanted})
        assert answer.status_code == status


def test_somebody_without_an_account_has_an_empty_list(studio: Studio) -> None:
    """A person without accounts gets an empty list, which the fault `no-entries` makes."""
    headers = studio.headers()
    studio.http.post("/_control/faults", json={"fault": "accounts:1:no-entries:1"})
    assert studio.http.get("/api/v2/accounts", headers=headers).json()["accounts"] == []
