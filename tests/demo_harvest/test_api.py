"""The API: permissions, order and filters."""

from dataclasses import replace

import pytest

from tests.demo_harvest.conftest import DAY, Studio

LISTS = ("projects", "tasks", "users", "clients")


def test_no_user_agent_is_a_400(studio: Studio) -> None:
    """A request without User-Agent is refused, as documented."""
    headers = {**studio.headers(), "User-Agent": ""}
    assert studio.http.get("/v2/users/me", headers=headers).status_code == 400


def test_no_account_header_is_a_401_and_a_wrong_one_a_404(studio: Studio) -> None:
    """A valid token alone is not enough: the account must be named, and be one of the token's."""
    headers = studio.headers()
    wrong = studio.http.get("/v2/users/me", headers={**headers, "Harvest-Account-Id": "1"})
    del headers["Harvest-Account-Id"]
    missing = studio.http.get("/v2/users/me", headers=headers)
    assert (missing.status_code, wrong.status_code) == (401, 404)
    assert "invalid_token" in missing.headers["WWW-Authenticate"]


@pytest.mark.parametrize("path", LISTS)
def test_a_member_may_not_list(studio: Studio, path: str) -> None:
    """A Member is refused the lists that an administrator may read."""
    refused = studio.http.get(f"/v2/{path}", headers=studio.headers("mo@x.example"))
    assert (refused.status_code, refused.headers["Hint"]) == (403, "Not authorized!")
    assert studio.http.get(f"/v2/{path}", headers=studio.headers()).is_success


def test_a_member_sees_own_entries_without_money(studio: Studio) -> None:
    """A Member gets their own entries without rate keys, an administrator everybody's with them."""
    mine = studio.http.get("/v2/time_entries", headers=studio.headers("mo@x.example")).json()
    assert {one["user"]["id"] for one in mine["time_entries"]} == {studio.member.id}
    assert not {"billable_rate", "cost_rate"} & set(mine["time_entries"][0])
    assert mine["total_entries"] == 2
    theirs = studio.http.get("/v2/time_entries", headers=studio.headers()).json()
    assert theirs["total_entries"] == 5


def test_order_is_newest_day_then_highest_id(studio: Studio) -> None:
    """Entries are listed by newest day, then by highest id, as recorded."""
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
    """Both days count, an invalid day is ignored, and `updated_since` is strict."""
    answer = studio.http.get(f"/v2/time_entries?{query}", headers=studio.headers())
    assert answer.status_code == 200
    assert len(answer.json()["time_entries"]) == count


@pytest.mark.parametrize("text", ["2022-12-13%2000:00:00%2B00:00", "2020-05-03T14:43:13B02:00"])
def test_bad_updated_since_is_a_400(studio: Studio, text: str) -> None:
    """An `updated_since` of another form is refused, also one with a blank instead of the T."""
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
    """An unknown address, one with two slashes and a wrong method are answered by an HTML page."""
    answer = studio.http.request(method, path, headers=studio.headers())
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (404, "text/html")
    assert "HARVEST: Can\u02bct find page" in answer.text


def names(studio: Studio, path: str, email: str) -> list[str]:
    """Return the projects of a list of assignments."""
    page = studio.http.get(f"/v2/users/{path}", headers=studio.headers(email)).json()
    return [one["project"]["name"] for one in page["project_assignments"]]


def test_assignments_are_the_askers_active_ones(studio: Studio) -> None:
    """A user's own active assignments are how a Member learns projects and tasks."""
    hers = studio.world.project(studio.account, "Cabin")
    whole = frozenset({studio.project.id, studio.archived.id})
    studio.world.users[studio.member.id] = replace(studio.member, assigned=whole)
    assert names(studio, "me/project_assignments", "mo@x.example") == ["Villa"]
    assert names(studio, "me/project_assignments", "ada@x.example") == [hers.name, "Villa"]
    of_member = f"{studio.member.id}/project_assignments"
    assert names(studio, of_member, "ada@x.example") == ["Villa"]
    late = f"{of_member}?updated_since=2030-01-01T00:00:00Z"
    assert names(studio, late, "ada@x.example") == []
    refused = studio.http.get(f"/v2/users/{of_member}", headers=studio.headers("mo@x.example"))
    assert refused.status_code == 403


def test_an_assignment_is_the_same_in_an_entry(studio: Studio) -> None:
    """Each pair of user and project, and of project and task, has one id wherever it is shown."""
    headers = studio.headers("mo@x.example")
    other = studio.world.project(studio.account, "Cabin")
    studio.world.entry(studio.member, other, studio.task, DAY)
    mine = studio.http.get("/v2/users/me/project_assignments", headers=headers).json()
    by_project = {one["project"]["id"]: one for one in mine["project_assignments"]}
    assert len({one["id"] for one in by_project.values()}) == 2
    for entry in studio.http.get("/v2/time_entries", headers=headers).json()["time_entries"]:
        assigned = by_project[entry["project"]["id"]]
        assert entry["user_assignment"]["id"] == assigned["id"]
        assert entry["task_assignment"]["id"] in [one["id"] for one in assigned["task_assignments"]]
    (hers,) = studio.http.get(
        f"/v2/time_entries?user_id={studio.admin.id}&per_page=1", headers=studio.headers()
    ).json()["time_entries"]
    assert hers["user_assignment"]["id"] not in [one["id"] for one in by_project.values()]


def ids(studio: Studio, path: str, email: str) -> list[int] | int:
    """Return the ids of a list, or the status of a refusal."""
    answer = studio.http.get(f"/v2/{path}", headers=studio.headers(email))
    return [one["id"] for one in answer.json()[path]] if answer.is_success else answer.status_code


def test_a_manager_sees_what_they_lead(studio: Studio) -> None:
    """A manager sees what the documented permissions say, or everything by an option."""
    assert ids(studio, "projects", "mia@x.example") == [studio.project.id]
    assert ids(studio, "users", "mia@x.example") == [studio.manager.id, studio.member.id]
    assert ids(studio, "tasks", "mia@x.example") == 403
    assert ids(studio, "clients", "mia@x.example") == 403
    studio.config.managers_see_all = True
    seen = ids(studio, "time_entries", "mia@x.example")
    assert isinstance(seen, list)
    assert len(seen) == 5
    assert ids(studio, "projects", "mia@x.example") == [studio.archived.id, studio.project.id]


@pytest.mark.parametrize(("option", "status"), [(False, 403), (True, 200)])
def test_whether_a_member_may_see_the_company_is_unknown(
    studio: Studio, option: bool, status: int
) -> None:
    """A Member may read the company by an option only: the documentation says no."""
    studio.config.members_see_company = option
    headers = studio.headers("mo@x.example")
    assert studio.http.get("/v2/company", headers=headers).status_code == status


@pytest.mark.parametrize(("text", "count"), [("true", 1), ("True", 1), ("false", 1), ("?", 2)])
def test_is_active_by_any_spelling(studio: Studio, text: str, count: int) -> None:
    """`is_active` is read in any case; a value that is neither true nor false is ignored."""
    answer = studio.http.get(f"/v2/projects?is_active={text}", headers=studio.headers())
    assert len(answer.json()["projects"]) == count


def test_the_token_and_the_account_may_stand_in_the_query(studio: Studio) -> None:
    """Token and account may be query parameters, as documented; links do not repeat the token."""
    query = {"access_token": studio.tokens()["access_token"], "account_id": str(studio.account.id)}
    answer = studio.http.get("/v2/time_entries", params=query)
    assert answer.json()["total_entries"] == 5
    assert "access_token" not in answer.json()["links"]["first"]
