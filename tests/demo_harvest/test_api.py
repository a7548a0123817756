"""The API: who may what, the order, and filters."""

import pytest

from tests.demo_harvest.conftest import Studio

LISTS = ("projects", "tasks", "users", "clients")


def test_no_user_agent_is_a_400(studio: Studio) -> None:
    """Documented: it is required."""
    headers = {**studio.headers(), "User-Agent": ""}
    assert studio.http.get("/v2/users/me", headers=headers).status_code == 400


def test_no_account_header_is_a_401_and_a_wrong_one_a_404(studio: Studio) -> None:
    """Though the token is fine."""
    headers = studio.headers()
    wrong = studio.http.get("/v2/users/me", headers={**headers, "Harvest-Account-Id": "1"})
    del headers["Harvest-Account-Id"]
    missing = studio.http.get("/v2/users/me", headers=headers)
    assert (missing.status_code, wrong.status_code) == (401, 404)
    assert "invalid_token" in missing.headers["WWW-Authenticate"]


@pytest.mark.parametrize("path", LISTS)
def test_a_member_may_not_list(studio: Studio, path: str) -> None:
    """But an administrator may."""
    refused = studio.http.get(f"/v2/{path}", headers=studio.headers("mo@x.example"))
    assert (refused.status_code, refused.headers["Hint"]) == (403, "Not authorized!")
    assert studio.http.get(f"/v2/{path}", headers=studio.headers()).is_success


def test_a_member_sees_own_entries_without_money(studio: Studio) -> None:
    """With 200, and without the keys; an administrator sees everybody's."""
    mine = studio.http.get("/v2/time_entries", headers=studio.headers("mo@x.example")).json()
    assert {one["user"]["id"] for one in mine["time_entries"]} == {studio.member.id}
    assert not {"billable_rate", "cost_rate"} & set(mine["time_entries"][0])
    assert mine["total_entries"] == 2
    theirs = studio.http.get("/v2/time_entries", headers=studio.headers()).json()
    assert theirs["total_entries"] == 5


def test_order_is_newest_day_then_highest_id(studio: Studio) -> None:
    """As recorded."""
    shown = studio.http.get("/v2/time_entries", headers=studio.headers()).json()["time_entries"]
    keys = [(one["spent_date"], one["id"]) for one in shown]
    assert keys == sorted(keys, reverse=True)
    assert all(one["id"] > 2**31 for one in shown)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("from=2026-03-03&to=2026-03-03", 2),
        ("from=nonsense&to=nonsense", 5),
        ("updated_since=2026-03-05T12:02:00Z", 2),
        ("updated_since=2026-03-05T12:01:59Z", 3),
        ("is_running=true", 0),
        ("user_id=4000002", 2),
        ("page=9", 0),
    ],
)
def test_filters(studio: Studio, query: str, count: int) -> None:
    """Both days count, a bad day is ignored, `updated_since` is strict, past the end is empty."""
    answer = studio.http.get(f"/v2/time_entries?{query}", headers=studio.headers())
    assert answer.status_code == 200
    assert len(answer.json()["time_entries"]) == count


@pytest.mark.parametrize("text", ["2022-12-13%2000:00:00%2B00:00", "2020-05-03T14:43:13B02:00"])
def test_bad_updated_since_is_a_400(studio: Studio, text: str) -> None:
    """A blank instead of the T is bad too."""
    answer = studio.http.get(f"/v2/time_entries?updated_since={text}", headers=studio.headers())
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/v2/time_entries"),
        ("GET", "/v2//time_entries"),
        ("GET", f"/v2/time_entries/{'9' * 5000}"),
        ("PUT", "/v2/users/me"),
        ("GET", "/api/v2/oauth2/token"),
    ],
)
def test_an_unknown_address_is_a_page(studio: Studio, method: str, path: str) -> None:
    """HTML, not JSON; an address with two slashes is one, and so is a method that is not there."""
    answer = studio.http.request(method, path, headers=studio.headers())
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (404, "text/html")
    assert "HARVEST: Can\u02bct find page" in answer.text


@pytest.mark.parametrize(("text", "count"), [("true", 1), ("True", 1), ("false", 1), ("?", 2)])
def test_is_active_by_any_spelling(studio: Studio, text: str, count: int) -> None:
    """What is neither is ignored, as a bad day is."""
    answer = studio.http.get(f"/v2/projects?is_active={text}", headers=studio.headers())
    assert len(answer.json()["projects"]) == count


def test_the_token_and_the_account_may_stand_in_the_query(studio: Studio) -> None:
    """As documented; links do not repeat the token."""
    query = {"access_token": studio.tokens()["access_token"], "account_id": str(studio.account.id)}
    answer = studio.http.get("/v2/time_entries", params=query)
    assert answer.json()["total_entries"] == 5
    assert "access_token" not in answer.json()["links"]["first"]
