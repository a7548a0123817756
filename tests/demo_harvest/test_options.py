"""The command line offers every option, and refuses values of no use."""

import json
import time
from datetime import date, timedelta

import pytest

from demo.harvest.config import HarvestConfig
from demo.harvest.options import parse_options
from demo.harvest.worlds import demo_world, quiet_world
from tests.demo_harvest.conftest import Studio


def test_every_option_is_on_the_command_line() -> None:
    """Every option of the configuration has an argument with its default, switches both ways."""
    plain = vars(HarvestConfig())
    assert {name: getattr(parse_options([]), name) for name in plain} == plain
    for name, default in plain.items():
        option = name.replace("_", "-")
        if isinstance(default, bool):
            assert getattr(parse_options([f"--{option}"]), name) is True
            assert getattr(parse_options([f"--no-{option}"]), name) is False
        else:
            assert str(getattr(parse_options([f"--{option}", "7"]), name)) in ("7", "7.0")
    assert parse_options(["--page-links"]).cursor_links is False


@pytest.mark.parametrize(
    "words",
    [
        *(["--entries", "-1"], ["--projects", "0"], ["--days", "0"], ["--largest-page", "0"]),
        *(
            ["--latency", "-1"],
            ["--latency", "nan"],
            ["--fault", "time_entries"],
            ["--fault", "users:1:sunshine:1"],
        ),
    ],
)
def test_nonsense_is_told_with_the_option(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A value of no use is refused with the name of its option, before anything is made."""
    with pytest.raises(SystemExit):
        parse_options(words)
    assert f"argument {words[0]}: " in capsys.readouterr().err


def test_options_are_changed_while_it_runs(studio: Studio) -> None:
    """Seconds may be set to a whole number and to a fraction later; another type is refused."""
    for seconds in (0, 0.25, 0):
        answer = studio.http.post("/_control/config", json={"latency": seconds})
        assert answer.json()["latency"] == seconds
    assert studio.http.post("/_control/config", json={"latency": "slow"}).status_code == 400
    assert studio.http.post("/_control/config", json={"largest_page": 1.5}).status_code == 400


@pytest.mark.parametrize("path", ["/v2/time_entries", "/v2/time_entries/1"])
def test_an_answer_takes_the_latency(studio: Studio, path: str) -> None:
    """An answer of the API takes at least the seconds that are set, a refusal as well."""
    headers = studio.headers()
    studio.http.post("/_control/config", json={"latency": 0.05})
    begun = time.monotonic()
    studio.http.get(path, headers=headers)
    assert time.monotonic() - begun >= 0.05


def test_the_clock_is_set_while_it_runs(studio: Studio) -> None:
    """What is logged after the clock was set bears its time; no clock is set beyond all sense."""
    before = studio.state.now()
    answer = studio.http.post("/_control/clock", json={"ahead": -86400})
    assert answer.json()["now"][:10] == (before - timedelta(days=1)).date().isoformat()
    entry = {
        "user_id": studio.member.id,
        "project_id": studio.project.id,
        "task_id": studio.task.id,
        "spent_date": "2026-03-02",
        "billable": False,
    }
    made = studio.http.post("/_control/entries", json=entry).json()["id"]
    found = studio.world.find(studio.account.id, made)
    assert found is not None
    assert before - found.created_at > timedelta(hours=23)
    assert found.billable is False
    for ahead in (1e300, float("inf"), float("nan"), "soon"):
        body = json.dumps({"ahead": ahead})
        answer = studio.http.post(
            "/_control/clock", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400


def test_a_quiet_world_lacks_one_studios_entries_only() -> None:
    """In a quiet world all records are those of the demo's, but Studio Lindqvist has no entries."""
    today = date(2026, 3, 2)
    quiet, demo = quiet_world(today), demo_world(today)
    for name in ("accounts", "users", "projects", "tasks"):
        assert getattr(quiet, name) == getattr(demo, name)
    counts = {quiet.accounts[one].name: len(found) for one, found in quiet.entries.items()}
    assert counts == {"Lindqvist Forecast": 0, "Studio Lindqvist": 0, "Atelier Moreau": 24}
