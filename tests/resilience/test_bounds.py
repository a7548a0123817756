"""Replies that trickle, never end or are huge are bounded in time and memory."""

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
"""Five tries of a second each, with room for a busy machine: it only tells bounded from not."""


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with an account of two pages."""
    yield from big_harvest(today, ENTRIES)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio with everything mapped."""
    return big_studio(app, harvest)


@pytest.fixture
def worker(studio: Studio) -> Iterator["subprocess.Popen[str]"]:
    """Yield the process of the worker that reports its memory."""
    names = ("DATABASE_URL", "SECRET_KEY", "TESTING")
    config = {
        name: value
        for name, value in studio.app.config.items()
        if name in names or name.startswith("HARVEST_")
    }
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.resilience.metered_worker"],
        env={**os.environ, "WORKER_CONFIG": json.dumps(config)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc")
def test_time_and_memory_have_an_end(
    studio: Studio, harvest: LocalHarvest, worker: "subprocess.Popen[str]", today: date
) -> None:
    """A hostile reply fails the run within the time, and takes little more memory than a good one.

    The good import is measured in the same process just before.
    """
    harvest.state.config.hang_seconds = 5
    BODIES["bomb"]()  # It is compressed here, so that the reading alone is measured.
    first = perform_import(studio, worker, today)
    assert first["status"] == "finished"
    figures = []
    for kind in KINDS:
        delete_imports(studio)
        harvest.state.faults[:] = [Fault("time_entries", 0, kind, -1)]
        one = perform_import(studio, worker, today)
        more = one["mib"] - first["mib"]
        assert one["status"] == "failed", (kind, one)
        assert more <= MOST_MIB, (kind, more)
        assert one["seconds"] < MOST_SECONDS, (kind, one)
        assert len(studio.stamps()) == (2000 if kind == "endless" else 0)
        figures.append(f"{kind} {one['seconds']:.1f} s +{more:.0f} MiB")
    print(f"\n{', '.join(figures)}; healthy {first['seconds']:.1f} s at {first['mib']:.0f} MiB")


def perform_import(studio: Studio, worker: "subprocess.Popen[str]", today: date) -> dict[str, Any]:
    """Let the worker perform a new run, and return its figures."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(studio.start_import(today - timedelta(days=30), today) + "\n")
    worker.stdin.flush()
    figures: dict[str, Any] = json.loads(worker.stdout.readline())
    return figures


def delete_imports(studio: Studio) -> None:
    """Delete all timelogs, the ledger and the runs."""
    with studio.app.app_context():
        for name in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
            db.session.execute(db.metadata.tables[name].delete())
        db.session.commit()
