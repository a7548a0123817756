"""Proxies answer in the place of Harvest, or replace what it answered."""

from collections import Counter

import httpx
import pytest

from demo.harvest import Fault
from demo.harvest.proxies import FORMS
from tests.demo_harvest.conftest import BACK, CLIENT, Studio

STATUSES = (200, 301, 401, 402, 403, 404, 429, 503)
PATHS = {
    "me": "/v2/users/me",
    "users": "/v2/users",
    "projects": "/v2/projects",
    "tasks": "/api/v2/tasks",
    "clients": "/v2/clients",
    "company": "/v2/company",
    "project_assignments": "/v2/users/me/project_assignments",
    "time_entries": "/v2/time_entries",
    "time_entry": "/v2/time_entries/2380504951",
    "accounts": "/api/v2/accounts",
    "authorize": f"/oauth2/authorize?client_id=local-client&response_type=code&redirect_uri={BACK}",
}
FORMS_OF_HARVEST = ("X-Request-Id", "WWW-Authenticate", "Hint")


def befall(studio: Studio, text: str) -> None:
    """Set this fault and no other."""
    studio.http.delete("/_control/faults")
    studio.http.post("/_control/faults", json={"fault": text}).raise_for_status()


def refresh(studio: Studio, token: str) -> httpx.Response:
    """Return the answer of the token endpoint to a refresh."""
    return studio.exchange(grant_type="refresh_token", refresh_token=token)


@pytest.mark.parametrize("form", FORMS)
def test_any_form_comes_with_any_status(studio: Studio, form: str) -> None:
    """Each form comes with each status and none of Harvest's headers; redirects lead nowhere."""
    headers = studio.headers()
    for status in STATUSES:
        befall(studio, f"users:1:{form}-{status}:1")
        answer = studio.http.get("/v2/users", headers=headers)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith(FORMS[form][0])
        assert not [name for name in FORMS_OF_HARVEST if name in answer.headers]
        assert answer.has_redirect_location == (status == 301)
    assert studio.http.get("/v2/users", headers=headers).json()["users"]


@pytest.mark.parametrize("endpoint", PATHS)
def test_every_endpoint_has_one_before_it(studio: Studio, endpoint: str) -> None:
    """A proxy answers at every endpoint once, unseen by Harvest; then all is as before."""
    headers = studio.headers()
    studio.state.requests.clear()
    befall(studio, f"{endpoint}:0:blocked-403:1")
    assert studio.http.get(PATHS[endpoint], headers=headers).text.count("Web filter") == 1
    assert not studio.state.requests
    assert studio.http.get("/_control/stats").json()["swallowed"] == {endpoint: 1}
    assert studio.http.get(PATHS[endpoint], headers=headers).is_success
    assert studio.state.requests == Counter({endpoint: 1})


def test_it_takes_the_place_of_pages_that_harvest_has_not(studio: Studio) -> None:
    """A proxy answers at unknown addresses too, but never below /_control."""
    befall(studio, "*:0:portal-200:-1")
    assert "Welcome to our network" in studio.http.get("/v2/nowhere").text
    assert studio.http.get("/_control/stats").json()["requests"] == {}


@pytest.mark.parametrize("cursors", [True, False])
@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_is_struck_and_the_others_are_not(studio: Studio, page: int, cursors: bool) -> None:
    """A fault for a page strikes it by number and by cursor, and no other page."""
    studio.config.cursor_links = cursors
    befall(studio, f"time_entries:{page}:challenge-503:1")
    headers, url, statuses = studio.headers(), "/v2/time_entries?per_page=2", []
    while url:
        answer = studio.http.get(url, headers=headers)
        statuses.append(answer.status_code)
        url = answer.json()["links"]["next"] if answer.is_success else url
    assert statuses == [503 if at == page else 200 for at in range(1, page + 1)] + [200] * (
        4 - page
    )


def test_the_limit_is_not_spent_on_what_never_arrived(studio: Studio) -> None:
    """Requests that a proxy answered do not count towards the rate limit."""
    headers = studio.headers()
    studio.config.rate_limit = 2
    befall(studio, "users:0:gateway-429:9")
    statuses = [studio.http.get("/v2/users", headers=headers).status_code for _ in range(12)]
    assert statuses == [429] * 9 + [200, 200, 429]


def test_a_request_for_tokens_that_never_arrived_uses_nothing_up(studio: Studio) -> None:
    """Where a proxy answers first, neither the code nor the refresh token is used."""
    code = studio.code()
    befall(studio, "token:0:challenge-403:1")
    assert studio.exchange(grant_type="authorization_code", code=code).status_code == 403
    pair = studio.exchange(grant_type="authorization_code", code=code).raise_for_status().json()
    befall(studio, "token:0:portal-200:1")
    assert "Welcome" in refresh(studio, pair["refresh_token"]).text
    assert studio.state.requests["refreshes"] == 0
    assert refresh(studio, pair["refresh_token"]).is_success


def test_a_refresh_whose_answer_was_hidden_has_used_the_token_up(studio: Studio) -> None:
    """Where a proxy replaces the answer, Harvest has used the refresh token."""
    pair = studio.tokens()
    befall(studio, "token:0:maintenance-502-after:1")
    answer = refresh(studio, pair["refresh_token"])
    assert (answer.status_code, "We will be back soon" in answer.text) == (502, True)
    assert studio.state.requests["refreshes"] == 1
    assert refresh(studio, pair["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_and_a_grant_go_the_same_way(studio: Studio) -> None:
    """Exchange, revocation and consent are done where a proxy replaces their answer."""
    pair, code = studio.tokens(), studio.code()
    befall(studio, "*:0:xml-503-after:3")
    assert studio.exchange(grant_type="authorization_code", code=code).status_code == 503
    form = {**CLIENT, "token": pair["refresh_token"]}
    assert studio.http.post("/oauth2/revoke", data=form).status_code == 503
    assert studio.consent().status_code == 503
    again = studio.exchange(grant_type="authorization_code", code=code)
    assert again.json()["error"] == "invalid_grant"
    assert refresh(studio, pair["refresh_token"]).json()["error"] == "invalid_grant"
    assert len(studio.state.codes) == 1


def test_an_end_of_a_grant_that_never_arrived_ends_nothing(studio: Studio) -> None:
    """A revocation that a proxy answers with 200 leaves the grant valid."""
    pair = studio.tokens()
    befall(studio, "revoke:0:portal-200:1")
    form = {**CLIENT, "token": pair["refresh_token"]}
    assert studio.http.post("/oauth2/revoke", data=form).status_code == 200
    assert refresh(studio, pair["refresh_token"]).is_success


@pytest.mark.parametrize("kind", ["503", "html", "challenge-403", "errors-404-after"])
@pytest.mark.parametrize("how", ["text", "fields"])
def test_for_a_time_begins_with_the_first_strike(studio: Studio, kind: str, how: str) -> None:
    """A fault of some seconds begins with its first strike and does not come back."""
    headers = studio.headers()
    fields = {"endpoint": "users", "page": 0, "kind": kind, "seconds": 12}
    fault = fields if how == "fields" else {"fault": f"users:0:{kind}:12s"}
    studio.http.post("/_control/faults", json=fault).raise_for_status()
    (only,) = studio.state.faults
    for ahead, struck in ((3600, 1), (3611, 2), (3613, 2), (7200, 2)):
        studio.state.ahead = ahead
        is_list = studio.http.get("/v2/users", headers=headers).text.startswith('{"users"')
        assert (only.struck, is_list) == (struck, struck == 2 and ahead > 3612)


def test_only_one_accounts_requests_are_struck(studio: Studio) -> None:
    """A proxy's fault for one account strikes requests with its account header alone."""
    mine = studio.account.id
    for account, status in ((mine + 1, 200), (mine, 403)):
        befall(studio, f"*:0:blocked-403:-1:{account}")
        answer = studio.http.get("/v2/users", headers=studio.headers())
        assert answer.status_code == status


@pytest.mark.parametrize("endpoint", ["authorize", "revoke"])
def test_harvests_own_errors_strike_there_too(studio: Studio, endpoint: str) -> None:
    """A status without a proxy's form is Harvest's own error, at every endpoint."""
    befall(studio, f"{endpoint}:0:500:1")
    answers = [
        studio.consent()
        if endpoint == "authorize"
        else studio.http.post("/oauth2/revoke", data={**CLIENT, "token": "any"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [
        500,
        302 if endpoint == "authorize" else 200,
    ]
    assert studio.state.requests[endpoint] == 2


@pytest.mark.parametrize(
    "kind",
    ["challenge", "challenge-", "challenge-99", "challenge-999", "sunshine-403", "xml-403-before"],
)
def test_what_is_no_form_with_a_status_is_refused(studio: Studio, kind: str) -> None:
    """An unknown kind is refused with the names of the known ones."""
    answer = studio.http.post("/_control/faults", json={"fault": f"users:0:{kind}:1"})
    assert (answer.status_code, "challenge, portal" in answer.text) == (400, True)


@pytest.mark.parametrize("times", ["0s", "-1s", "nans", "infs", "s", "1m"])
def test_what_is_no_time_is_refused(studio: Studio, times: str) -> None:
    """A number of seconds that is no time is refused."""
    with pytest.raises(ValueError, match=r"seconds|convert|literal"):
        Fault.parse(f"users:0:503:{times}")
