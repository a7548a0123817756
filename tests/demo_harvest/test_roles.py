"""A grant sees what the role of its user allows now, not what it allowed at the consent."""

from typing import Any

import pytest

from tests.demo_harvest.conftest import DAY, Studio

LISTS = ("users", "projects", "tasks", "clients")
MONEY = {"default_hourly_rate", "cost_rate"}


def change(studio: Studio, user: int, **fields: Any) -> dict[str, Any]:
    """Return the answer of the control address for a change of a user."""
    answer = studio.http.patch(f"/_control/users/{user}", json=fields)
    shown: dict[str, Any] = answer.raise_for_status().json()
    return shown


def owners(studio: Studio, headers: dict[str, str]) -> set[int]:
    """Return whose entries are listed; the answer is a 200 and announces as many as it has."""
    page = studio.http.get("/v2/time_entries", headers=headers).raise_for_status().json()
    assert page["total_entries"] == len(page["time_entries"])
    return {one["user"]["id"] for one in page["time_entries"]}


def test_an_administrator_becomes_a_member_and_back(studio: Studio) -> None:
    """With the same token the lists are lost with the role and come back with it."""
    headers, admin = studio.headers(), studio.admin.id
    everybody = {admin, studio.member.id}
    assert owners(studio, headers) == everybody
    assert change(studio, admin, role="member")["role"] == "member"
    assert owners(studio, headers) == {admin}
    for path in LISTS:
        answer = studio.http.get(f"/v2/{path}", headers=headers)
        assert (answer.status_code, answer.json()) == (403, {"message": "Not authorized!"})
        assert answer.headers["Hint"] == "Not authorized!"
    change(studio, admin, role="administrator")
    assert owners(studio, headers) == everybody
    assert all(studio.http.get(f"/v2/{path}", headers=headers).is_success for path in LISTS)


def test_users_me_tells_the_role_as_it_is(studio: Studio) -> None:
    """`users/me` shows the present role and by an option its permissions; Members see no rates."""
    headers, claims = studio.headers(), []
    for role in ("administrator", "manager", "member"):
        change(studio, studio.admin.id, role=role)
        me = studio.http.get("/v2/users/me", headers=headers).json()
        assert me["access_roles"] == [role]
        assert MONEY & me.keys() == (set() if role == "member" else MONEY)
        claims += me["permissions_claims"]
    assert claims == ["timers:read:all", "timers:read:managed", "timers:read:own"]
    studio.config.permissions_claims = False
    assert "permissions_claims" not in studio.http.get("/v2/users/me", headers=headers).json()


def test_a_manager_sees_self_teammates_and_managed_projects(studio: Studio) -> None:
    """A manager sees entries of their own, of teammates and of their projects, as set now."""
    headers, mia = studio.headers("mia@x.example"), studio.manager.id
    studio.world.entry(studio.manager, studio.archived, studio.task, DAY)
    change(studio, mia, manages=[], teammates=[])
    assert owners(studio, headers) == {mia}
    assert [studio.http.get(f"/v2/{path}", headers=headers).status_code for path in LISTS] == [
        *(403, 403, 403, 403)
    ]
    change(studio, mia, teammates=[studio.member.id])
    assert owners(studio, headers) == {mia, studio.member.id}
    change(studio, mia, teammates=[], manages=[studio.project.id])
    assert owners(studio, headers) == {mia, studio.member.id, studio.admin.id}
    (one, *_) = studio.http.get(f"/v2/time_entries?user_id={mia}", headers=studio.headers()).json()[
        "time_entries"
    ]
    assert not one["user_assignment"]["is_project_manager"]
    change(studio, mia, manages=[studio.archived.id])
    (one, *_) = studio.http.get(f"/v2/time_entries?user_id={mia}", headers=studio.headers()).json()[
        "time_entries"
    ]
    assert one["user_assignment"]["is_project_manager"]


def test_who_is_who_can_be_looked_up(studio: Studio) -> None:
    """Another process finds users by their e-mail address."""
    found = {one["email"]: one for one in studio.http.get("/_control/users").json()}
    assert found["mia@x.example"] == {
        "id": studio.manager.id,
        "account_id": studio.account.id,
        "email": "mia@x.example",
        "role": "manager",
        "teammates": [studio.member.id],
        "manages": [studio.project.id],
    }


def test_an_account_gets_another_name(studio: Studio) -> None:
    """A renamed account has its new name among the accounts and as the company."""
    headers = studio.headers()
    answer = studio.http.patch(f"/_control/accounts/{studio.account.id}", json={"name": "Öland"})
    assert answer.is_success
    listed = studio.http.get("/api/v2/accounts", headers=headers).json()["accounts"]
    assert {one["id"]: one["name"] for one in listed}[studio.account.id] == "Öland"
    assert studio.http.get("/v2/company", headers=headers).json()["name"] == "Öland"
    assert (
        "Öland"
        in studio.http.get(
            "/oauth2/authorize", params={"client_id": "local-client", "response_type": "code"}
        ).text
    )


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        *(("users/4000001", {"role": "owner"}), ("users/1", {"role": "member"})),
        *(("users/4000001", {"teammates": [1]}), ("users/4000001", {"email": "x"})),
        *(("users/4000001", {"manages": 7}), ("users/4000001", {"role": None})),
        *(("accounts/1", {"name": "X"}), ("accounts/1000002", {"name": ""})),
        *(("accounts/1000002", {}), ("accounts/1000002", {"name": 7})),
    ],
)
def test_nonsense_changes_nothing(studio: Studio, path: str, fields: dict[str, Any]) -> None:
    """A change of no use is refused, and nothing changes."""
    before = (dict(studio.world.users), dict(studio.world.accounts))
    assert studio.http.patch(f"/_control/{path}", json=fields).status_code == 400
    assert (studio.world.users, studio.world.accounts) == before
