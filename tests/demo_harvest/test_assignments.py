"""The API: assignments, and what a Manager and a Member see."""

from dataclasses import replace

import pytest

from tests.demo_harvest.conftest import DAY, Studio


def names(studio: Studio, path: str, email: str) -> list[str]:
    """The projects of a list of assignments."""
    page = studio.http.get(f"/v2/users/{path}", headers=studio.headers(email)).json()
    return [one["project"]["name"] for one in page["project_assignments"]]


def test_assignments_are_the_askers_active_ones(studio: Studio) -> None:
    """The Member's way to projects and tasks."""
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
    """One of its own for each pair of user and project, and of project and task."""
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
    """The records of a list, or the status of a refusal."""
    answer = studio.http.get(f"/v2/{path}", headers=studio.headers(email))
    return [one["id"] for one in answer.json()[path]] if answer.is_success else answer.status_code


def test_a_manager_sees_what_they_lead(studio: Studio) -> None:
    """By the documented permissions; an option shows a manager all."""
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
    """The documentation says no, apps for Members ask for it all the same."""
    studio.config.members_see_company = option
    headers = studio.headers("mo@x.example")
    assert studio.http.get("/v2/company", headers=headers).status_code == status
