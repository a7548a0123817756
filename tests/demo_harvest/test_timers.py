"""Creating, running, stopping, restarting and deleting time entries."""

from datetime import date, timedelta
from typing import Any

import pytest

from demo.harvest.models import Entry
from tests.demo_harvest.conftest import DAY, Studio

PATH = "/v2/time_entries"


def made(studio: Studio, **fields: Any) -> dict[str, Any]:
    """Return a new entry of the Member's; `fields` are added to the required ones."""
    needed = {
        "project_id": studio.project.id,
        "task_id": studio.task.id,
        "spent_date": DAY.isoformat(),
    }
    answer = studio.http.post(
        PATH, json={**needed, **fields}, headers=studio.headers("mo@x.example")
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"].endswith(f"/api/v2/time_entries/{answer.json()['id']}")
    return dict(answer.json())


def read(studio: Studio, number: int) -> dict[str, Any]:
    """Return an entry as the administrator sees it, alone and in the list."""
    headers = studio.headers()
    alone = studio.http.get(f"{PATH}/{number}", headers=headers).json()
    listed = studio.http.get(PATH, headers=headers).json()["time_entries"]
    assert alone in listed
    return dict(alone)


@pytest.mark.parametrize(
    ("seconds", "hours"), [(0, "1.5"), (-60, "1.5"), (60, "1.52"), (3600, "2.5"), (90000, "26.5")]
)
def test_hours_grow_while_the_timer_runs(studio: Studio, seconds: int, hours: str) -> None:
    """Hours grow to two places, as documented, and a clock that is set back takes none away."""
    entry = studio.world.entry(studio.member, studio.project, studio.task, DAY, "1.5", running=True)
    assert entry.started_at is not None
    assert entry.hours_at(entry.started_at + timedelta(seconds=seconds)) == hours


def test_a_running_timer_in_each_read(studio: Studio) -> None:
    """`hours` grows in each answer, also in a repeated list; `hours_without_timer` stays."""
    number = made(studio)["id"]
    before = read(studio, number)
    studio.state.ahead = 1800
    after = read(studio, number)
    assert (before["hours"], after["hours"]) == (0.0, 0.5)
    assert after["hours_without_timer"] == 0.0
    assert after["is_running"]
    assert after["timer_started_at"] == before["timer_started_at"] == before["updated_at"]
    assert after["updated_at"] == before["updated_at"]


def test_started_time_is_the_users_wall_clock(studio: Studio) -> None:
    """The start of a timer is shown in the user's time zone and the account's form."""
    entry = studio.world.entry(studio.member, studio.project, studio.task, DAY, running=True)
    shown, headers = read(studio, entry.id), studio.headers()
    hour, minute = shown["started_time"].split(":")
    utc_hour, utc_minute = shown["timer_started_at"][11:16].split(":")
    assert studio.http.get("/v2/company", headers=headers).json()["clock"] == "24h"
    assert minute == utc_minute
    # Stockholm is one hour ahead of UTC, in summer two.
    assert (int(hour) - int(utc_hour)) % 24 in (1, 2)
    assert shown["ended_time"] is None


@pytest.mark.parametrize(
    ("given", "runs"), [({}, True), ({"hours": 0.0}, True), ({"hours": "1.5"}, False)]
)
def test_no_hours_start_a_timer(studio: Studio, given: dict[str, Any], runs: bool) -> None:
    """An entry without hours, or with 0 hours, starts a timer."""
    entry = made(studio, **given)
    assert entry["is_running"] is runs
    assert entry["created_at"] == entry["updated_at"]


def test_a_second_timer_stops_the_first(studio: Studio) -> None:
    """A new timer stops the user's running one, which keeps its hours."""
    first = made(studio)["id"]
    studio.state.ahead = 3600
    second = made(studio)["id"]
    assert (read(studio, first)["is_running"], read(studio, first)["hours"]) == (False, 1.0)
    assert read(studio, second)["is_running"]


def test_stop_and_restart(studio: Studio) -> None:
    """An entry keeps its id through stop and restart, and neither is done twice."""
    headers, entry = studio.headers("mo@x.example"), made(studio)
    here = f"{PATH}/{entry['id']}"
    studio.state.ahead = 90
    stopped = studio.http.patch(f"{here}/stop", headers=headers).json()
    assert (stopped["is_running"], stopped["hours"]) == (False, 0.03)
    assert (stopped["timer_started_at"], stopped["started_time"]) == (None, None)
    again = studio.http.patch(f"{here}/stop", headers=headers)
    assert again.status_code == 422
    assert again.json() == {"message": "can't stop a stopped timer"}
    studio.state.ahead = 3690
    running = studio.http.patch(f"{here}/restart", headers=headers).json()
    assert (running["id"], running["created_at"]) == (entry["id"], entry["created_at"])
    assert (running["hours"], running["hours_without_timer"]) == (0.03, 0.03)
    assert studio.http.patch(f"{here}/restart", headers=headers).status_code == 422
    studio.state.ahead = 7290
    assert read(studio, entry["id"])["hours"] == 1.03


def test_one_blank_entry_has_all_its_problems_in_a_sentence(studio: Studio) -> None:
    """A blank entry is refused with all its problems, as recorded, in the body and the header."""
    answer = studio.http.post(PATH, json={}, headers=studio.headers())
    sentence = (
        "Project can't be blank, Task can't be blank, Spent date can't be blank, "
        "Spent date is not a valid date"
    )
    assert (answer.status_code, answer.json()) == (422, {"message": sentence})
    assert answer.headers["Hint"] == sentence


def test_an_administrator_notes_time_for_others(studio: Studio) -> None:
    """An administrator may name another user, as documented; a Member's choice is ignored."""
    fields = {
        "user_id": studio.manager.id,
        "project_id": studio.project.id,
        "task_id": studio.task.id,
        "spent_date": "2026-03-02",
        "hours": 1,
    }
    answer = studio.http.post(PATH, json=fields, headers=studio.headers())
    assert answer.json()["user"]["id"] == studio.manager.id
    assert made(studio, user_id=studio.manager.id, hours=1)["user"]["id"] == studio.member.id


def deleted(studio: Studio, entry: Entry, email: str) -> int:
    """Return the status of a deletion; the entry is gone only after a 200."""
    headers = studio.headers(email)
    status = studio.http.delete(f"{PATH}/{entry.id}", headers=headers).status_code
    left = studio.http.get(f"{PATH}/{entry.id}", headers=studio.headers()).status_code
    assert left == (404 if status == 200 else 200)
    return status


@pytest.mark.parametrize(
    ("change", "member", "admin"),
    [({}, 200, 200), ({"closed": True}, 422, 200), ({"billed": True}, 422, 200)],
)
def test_who_may_delete(studio: Studio, change: dict[str, Any], member: int, admin: int) -> None:
    """A locked entry is deleted by an administrator only."""
    for email, status in (("mo@x.example", member), ("ada@x.example", admin)):
        entry = studio.world.entry(studio.member, studio.project, studio.task, DAY, **change)
        assert deleted(studio, entry, email) == status


def test_an_entry_of_an_archived_project_is_not_deleted(studio: Studio) -> None:
    """Nobody deletes an entry of an archived project or task."""
    shelved = studio.world.task(studio.account, "Old task", active=False)
    for project, task in ((studio.archived, studio.task), (studio.project, shelved)):
        entry = studio.world.entry(studio.member, project, task, date(2026, 3, 2))
        assert deleted(studio, entry, "ada@x.example") == 422


def test_somebody_elses_entry_is_not_there(studio: Studio) -> None:
    """To a Member the entry of another is a 404, whatever is tried."""
    entry = studio.world.entry(studio.admin, studio.project, studio.task, DAY)
    headers, here = studio.headers("mo@x.example"), f"{PATH}/{entry.id}"
    answers = (
        studio.http.get(here, headers=headers),
        studio.http.delete(here, headers=headers),
        studio.http.patch(f"{here}/restart", headers=headers),
    )
    assert [one.status_code for one in answers] == [404, 404, 404]


@pytest.mark.parametrize("hours", [-1.5, "-0.25", 0, "7.999"])
@pytest.mark.parametrize("days", [-5000, -730, 1, 4000])
def test_entries_that_should_not_be_can_be_made(studio: Studio, hours: Any, days: int) -> None:
    """The control address takes hours below 0 and days years away, and Harvest lists them."""
    day = DAY + timedelta(days=days)
    fields = {
        "user_id": studio.member.id,
        "project_id": studio.project.id,
        "task_id": studio.task.id,
        "spent_date": day.isoformat(),
        "hours": hours,
    }
    made_one = studio.http.post("/_control/entries", json=fields).raise_for_status().json()
    shown = read(studio, made_one["id"])
    assert (shown["hours"], shown["spent_date"]) == (round(float(hours), 2), day.isoformat())
    path = f"/_control/entries/{made_one['id']}"
    assert studio.http.patch(path, json={"hours": "-3"}).is_success
    assert read(studio, made_one["id"])["hours"] == -3.0
    assert studio.http.patch(path, json={"hours": "--3"}).status_code == 400
