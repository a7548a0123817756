"""Jobs in Redis whose fields, names or types are not what RQ expects stop no worker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from redis import Redis

from tests.support.studio import Studio

OURS = "workroom_harvest.adapters.rq.jobs.perform_import"
NOW = "2026-06-01T00:00:00.000000Z"
LINE = "\n12:00:00 FORGED all is well\r\x1b[2J"
GOOD: dict[Any, Any] = {
    "data": json.dumps([OURS, None, ["0" * 32], {}]),
    "created_at": NOW,
    "origin": "workroom-harvest",
    "status": "queued",
}
FIELDS: tuple[dict[Any, Any], ...] = (
    {"created_at": "yesterday"},
    {"enqueued_at": "2026-99-99T00:00:00.000000Z", "started_at": b"\xff"},
    {"timeout": "soon"},
    {"timeout": "99999999999999999999999"},
    {"timeout": "0"},
    {"result_ttl": "never", "failure_ttl": "1e99", "ttl": "-5"},
    {"status": "splendid"},
    {"origin": b"\xff\xfe"},
    {"origin": "elsewhere" + LINE},
    {"description": LINE},
    {"description": "x" * 2**20},
    {"worker_name": LINE},
    {"meta": "[]"},
    {"meta": "{"},
    {"retries_left": "many", "retry_intervals": "x"},
    {"repeats_left": "1000", "repeat_intervals": "[0]"},
    {"dependency_ids": "x"},
    {"enqueue_at_front": "perhaps"},
    {"rate_limit_key": "x", "rate_limit_concurrency": "y"},
    {"group_id": LINE},
    {"exc_info": LINE},
    {"data": "null"},
    {"data": b"\xff"},
    {"data": "[" * 4000},
    {"data": json.dumps([LINE, None, [], {}])},
    {"data": json.dumps([OURS + LINE, None, ["0" * 32], {}])},
    {"data": json.dumps([OURS, None, [LINE], {}])},
    {"data": json.dumps([OURS, None, [10**31], {}])},
    {"data": json.dumps([["a"], {}, {}, 1])},
)
NAMES = (b"no such job", LINE.encode(), b"\xff\xfe", b"", b"x" * 100_000, "\u202e".encode())


def jobs(redis: Redis) -> Iterator[bytes]:
    """Store the forged jobs in Redis, and yield the names to enqueue."""
    for number, fields in enumerate(FIELDS):
        name = f"forged-{number}"
        redis.hset(f"rq:job:{name}", mapping={**GOOD, **fields})
        yield name.encode()
    for strange in NAMES:
        redis.hset(b"rq:job:" + strange, mapping={**GOOD})
        yield strange
    redis.set("rq:job:text", "no hash at all")
    yield b"text"
    redis.rpush("rq:job:list", "neither")
    yield b"list"


def test_forged_jobs_end_no_worker_and_forge_no_log_line(
    connected: Studio, redis_url: str, today: date
) -> None:
    """Forged jobs neither end the worker nor forge a line of its log; the next run is done."""
    with Redis.from_url(redis_url) as redis:
        names = list(jobs(redis))
        redis.rpush("rq:queue:workroom-harvest", *names)
        run_id = connected.start_import(today, today)
        done = run_worker(connected)
        assert connected.run(run_id)["status"] == "finished", done
        assert not redis.llen("rq:queue:workroom-harvest")
    lines = done.splitlines()
    assert not [line for line in lines if "FORGED" in line or "\x1b[2J" in line], done
    assert "Traceback" not in done
    print(f"\n{len(names)} forged jobs, 0 lines forged, 0 workers ended")


def run_worker(studio: Studio) -> str:
    """Run a worker until the queue is empty, and return its output."""
    config = {
        name: str(value)
        for name, value in studio.app.config.items()
        if name.startswith("HARVEST_") or name in ("DATABASE_URL", "SECRET_KEY")
    }
    command = [sys.executable, "-m", "flask", "--app", "demo.workroom", "harvest", "worker"]
    done = subprocess.run(
        [*command, "--burst"],
        env={**os.environ, **config},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.stdout.decode()
