"""The commands `flask harvest …`."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from flask import Flask
from flask.cli import FlaskGroup
from redis import Redis

from demo.harvest import Fault
from demo.processes import free_port, start_redis
from demo.workroom import create_app
from demo.workroom.models import db
from tests.support.apps import TOKEN_KEY, another, rewire
from tests.support.studio import Studio
from tests.support.studio_days import studio_today
from tests.support.untrusted_server import untrusted_server
from workroom_harvest.adapters.rq.queue import RqQueue
from workroom_harvest.adapters.rq.workers import RqWorkers
from workroom_harvest.current import use_cases

NO_REDIS = f"redis://127.0.0.1:{free_port()}/0"


def test_import_prints_the_panel_and_ends_with_nought(connected: Studio, today: date) -> None:
    """`import` imports in its own process, prints the panel and exits with 0."""
    command = [
        "harvest",
        "import",
        connected.studio_id,
        "--from",
        "2026-01-01",
        "--to",
        str(today),
    ]
    done = connected.app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Imported {len(connected.timelogs())} of ")
    assert "Skipped:\n- Project not mapped: " in done.output


def test_import_waits_for_another_and_then_imports_its_own_days(connected: Studio) -> None:
    """`import` first ends a run that is under way, then imports the days it was given."""
    connected.start_import(date(2020, 1, 1), date(2020, 1, 2))
    command = ["harvest", "import", connected.studio_id, "--from", "2026-01-01"]
    done = connected.app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    first, second, *_ = done.output.splitlines()
    assert first.endswith("comes first: 2020-01-01 → 2020-01-02.")
    assert f"(2026-01-01 → {studio_today()})" in second
    assert connected.timelogs()


def test_import_does_not_wait_for_a_night_that_rests(connected: Studio) -> None:
    """`import` starts at once beside a night that waits for its next try."""
    connected.post("/automated-sync", {"on": "1"})
    connected.harvest.state.faults.append(Fault("me", 0, "503", times=3))
    with connected.app.app_context():
        use_cases().dispatch_due(by_hand=True)
    command = ["harvest", "import", connected.studio_id, "--from", "2026-01-01"]
    done = connected.app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    assert "comes first: changed since" in done.output
    assert f"Imported {len(connected.timelogs())} of " in done.output
    assert connected.timelogs()


def test_import_says_what_is_wrong(elin: Studio) -> None:
    """`import` says that a studio is not connected or unknown, or that the days are reversed."""
    runner = elin.app.test_cli_runner()
    done = runner.invoke(args=["harvest", "import", elin.studio_id])
    assert done.exit_code == 1
    assert f"Harvest is not connected for a studio {elin.studio_id}." in done.output
    unknown = runner.invoke(args=["harvest", "import", "no such studio"])
    assert "Harvest is not connected for a studio no such studio." in unknown.output
    elin.connect()
    wrong = ["--from", "2026-02-01", "--to", "2026-01-01"]
    done = runner.invoke(args=["harvest", "import", elin.studio_id, *wrong])
    assert "To is before From" in done.output


def test_nightly_starts_the_latest_night_once(connected: Studio) -> None:
    """`nightly` starts the latest night as the scheduler does, and only once."""
    connected.post("/automated-sync", {"on": "1"})
    runner = connected.app.test_cli_runner()
    first = runner.invoke(args=["harvest", "nightly"])
    again = runner.invoke(args=["harvest", "nightly"])
    assert "Nightly imports started: 1." in first.output
    assert "Nightly imports started: 0." in again.output
    assert "A night starts once, for each studio" in again.output


def test_nightly_says_what_only_waits(connected: Studio) -> None:
    """Without Redis `nightly` starts nothing, and says how many nights are kept."""
    connected.post("/automated-sync", {"on": "1"})
    rewire(connected.app, queue=RqQueue(Redis.from_url(NO_REDIS), "q"))
    done = connected.app.test_cli_runner().invoke(args=["harvest", "nightly"])
    assert done.exit_code == 1
    assert (
        "Redis does not answer. Nights that are kept and start when it is back: 1." in done.output
    )


def test_doctor_says_what_is_amiss_line_by_line(app: Flask) -> None:
    """`doctor` reports missing workers and scheduler in a line each, and exits with 1."""
    done = app.test_cli_runner().invoke(args=["harvest", "doctor"])
    assert done.exit_code == 1
    assert "ok    Database: tables are there" in done.output
    assert "ok    Workroom: no studio is connected" in done.output
    assert "FAIL  Worker: none alive. Start one: flask harvest worker" in done.output
    assert "FAIL  Scheduler: none alive" in done.output
    assert "ok    Harvest ID: answers" in done.output


def test_doctor_asks_the_host_for_a_connected_studio(connected: Studio) -> None:
    """`doctor` checks the host's objects outside of any request."""
    done = connected.app.test_cli_runner().invoke(args=["harvest", "doctor"])
    assert f"ok    Workroom: answers for studio {connected.studio_id};" in done.output


def test_doctor_says_what_to_do_where_redis_is_away(app: Flask) -> None:
    """Without Redis `doctor` says what to do, and does not speak of a kept import."""
    rewire(app, workers=RqWorkers(NO_REDIS, "q", lambda: None, lambda: None))
    done = app.test_cli_runner().invoke(args=["harvest", "doctor"])
    assert "FAIL  Worker: Redis does not answer. Check HARVEST_REDIS_URL" in done.output


def test_doctor_tells_a_redis_that_refuses_from_workers_that_are_not_there(
    app: Flask, tmp_path: Path
) -> None:
    """`doctor` says that Redis refuses writes, rather than that the scheduler is missing."""
    child, url = start_redis(tmp_path / "redis.log")
    with Redis.from_url(url) as redis:
        redis.config_set("maxmemory", "1")
    with another(app, HARVEST_REDIS_URL=url) as other:
        done = other.test_cli_runner().invoke(args=["harvest", "doctor"])
    child.stop()
    assert done.exit_code == 1
    assert "FAIL  Worker: Redis refuses writes: its memory is full." in done.output
    assert "FAIL  Scheduler: Redis refuses writes: its memory is full." in done.output
    assert "none alive" not in done.output


def test_doctor_tells_a_certificate_that_does_not_hold_from_silence(
    app: Flask, tmp_path: Path
) -> None:
    """`doctor` names an invalid certificate at either of Harvest's addresses."""
    with untrusted_server(tmp_path) as port:
        there = f"https://127.0.0.1:{port}"
        with another(app, HARVEST_ID_URL=there, HARVEST_API_URL=there) as other:
            done = other.test_cli_runner().invoke(args=["harvest", "doctor"])
    assert "FAIL  Harvest ID: its certificate could not be verified" in done.output
    assert "FAIL  Harvest API: its certificate could not be verified" in done.output
    assert "does not answer" not in done.output


@pytest.mark.parametrize("command", [["run"], ["harvest", "doctor"], ["harvest", "worker"]])
def test_a_setting_that_is_wrong_is_a_sentence_and_no_traceback(
    app: Flask, command: list[str]
) -> None:
    """A wrong setting is reported by name with its remedy, without a traceback."""
    wrong = {**app.config, "HARVEST_TOKEN_KEYS": "no key"}
    group = FlaskGroup(create_app=lambda: create_app(wrong))
    done = CliRunner().invoke(group, command)
    assert done.exit_code == 1
    assert done.output.startswith("Error: HARVEST_TOKEN_KEYS: key 1 is no Fernet key. Make one")
    assert "Traceback" not in done.output


def test_rekey_seals_under_the_newest_key(connected: Studio) -> None:
    """After `rekey` the old key can be removed."""
    new = Fernet.generate_key().decode()
    with another(connected.app, HARVEST_TOKEN_KEYS=f"{new},{TOKEN_KEY}") as both:
        done = both.test_cli_runner().invoke(args=["harvest", "rekey"])
        assert "Connections sealed under the newest key: 1." in done.output
    connected.let_lists_age()
    with another(connected.app, HARVEST_TOKEN_KEYS=new) as one, one.app_context():
        assert use_cases().refresh_lists(connected.studio_id) is not None


def test_rekey_names_the_studios_whose_tokens_no_key_opens(connected: Studio) -> None:
    """`rekey` seals all other tokens, and names the studios whose tokens no key opens."""
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    claire.connect()
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        broken = table.update().where(table.c.studio_id == claire.studio_id)
        db.session.execute(broken.values(sealed_access="broken"))
        db.session.commit()
    done = connected.app.test_cli_runner().invoke(args=["harvest", "rekey"])
    assert done.exit_code == 1
    assert "Connections sealed under the newest key: 1." in done.output
    assert f"No key opens the tokens of studio {claire.studio_id}" in done.output
