"""Replies that trickle, a bomb, a gigabyte, chains without an end: bounded in time and memory."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from demo.harvest import Fault
from demo.harvest.misbehaviour import BODIES
from demo.workroom.models import db
from tests.support.big_account import big_harvest, big_studio
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

ENTRIES = 4_000
KINDS = ("trickle", "bomb", "huge", "endless", "hang")
MOST_MIB = 64
MOST_SECONDS = 30
"""For five tries of a second each, and then some: it only tells bounded from not."""


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """An account of two pages."""
    yield from big_harvest(today, ENTRIES)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """A studio with everything mapped."""
    return big_studio(app, harvest)


@pytest.fixture
def eater(studio: Studio) -> Iterator["subprocess.Popen[str]"]:
    """The worker that tells its memory."""
    names = ("DATABASE_URL", "SECRET_KEY", "TESTING")
    config = {
        name: value
        for name, value in studio.app.config.items()
        if name in names or name.startswith("HARVEST_")
    }
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.resilience.eater"],
        env={**os.environ, "EATER_CONFIG": json.dumps(config)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc")
def test_time_and_memory_have_an_end(
    studio: Studio, harvest: LocalHarvest, eater: "subprocess.Popen[str]", today: date
) -> None:
    """Compared with a healthy import by the same process, just before."""
    harvest.state.config.hang_seconds = 5
    BODIES["bomb"]()  # so that it is packed before the reader's time begins
    first = performed(studio, eater, today)
    assert first["status"] == "finished"
    told = []
    for kind in KINDS:
        forget(studio)
        harvest.state.faults[:] = [Fault("time_entries", 0, kind, -1)]
        one = performed(studio, eater, today)
        more = one["mib"] - first["mib"]
        assert one["status"] == "failed", (kind, one)
        assert more <= MOST_MIB, (kind, more)
        assert one["seconds"] < MOST_SECONDS, (kind, one)
        assert len(studio.stamps()) == (2000 if kind == "endless" else 0)
        told.append(f"{kind} {one['seconds']:.1f} s +{more:.0f} MiB")
    print(f"\n{', '.join(told)}; healthy {first['seconds']:.1f} s at {first['mib']:.0f} MiB")


def performed(studio: Studio, eater: "subprocess.Popen[str]", today: date) -> dict[str, Any]:
    """Let the worker perform a new run; what it says."""
    assert eater.stdin is not None
    assert eater.stdout is not None
    eater.stdin.write(studio.start_import(today - timedelta(days=30), today) + "\n")
    eater.stdin.flush()
    told: dict[str, Any] = json.loads(eater.stdout.readline())
    return told


def forget(studio: Studio) -> None:
    """No timelog, no ledger, no run."""
    with studio.app.app_context():
        for name in ("timelog", "workroom_harvest_ledger", "workroom_harvest_runs"):
            db.session.execute(db.metadata.tables[name].delete())
        db.session.commit()
