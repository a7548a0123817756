"""Jobs that somebody else put into the queue are not executed."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from redis import Redis

from workroom_harvest.adapters.rq.jobs import HarvestQueue


def forged(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the fields of jobs that the plugin never makes.

    Executing any of them would create a file in the folder.
    """
    touch = f"touch {folder / 'executed'}"
    ours = "workroom_harvest.adapters.rq.jobs.perform_import"
    run_id = "0" * 32
    yield {"data": pickle.dumps(("os.system", None, (touch,), {}))}
    yield {"data": json.dumps(["os.system", None, [touch], {}])}
    yield {"data": json.dumps(["subprocess.getoutput", None, [touch], {}])}
    yield {"data": json.dumps(["system", "os", [touch], {}])}
    yield {"data": json.dumps([ours, None, [touch], {}])}
    yield {"data": json.dumps([ours, None, [run_id, touch], {}])}
    yield {"data": json.dumps([ours, None, [run_id], {"command": touch}])}
    yield {"data": json.dumps([ours, "os", [run_id], {}])}
    yield {
        "data": json.dumps([ours, None, [run_id], {}]),
        "success_callback_name": "os.system",
        "failure_callback_name": "os.system",
    }
    hook = [
        {
            "url": f"http://127.0.0.1:9/{touch}",
            "job_status": "failed",
            "method": "GET",
            "headers": None,
            "timeout": 1,
        }
    ]
    yield {"data": json.dumps([ours, None, [touch], {}]), "webhooks": json.dumps(hook)}


def test_forged_jobs_are_not_executed(app: Flask, redis_url: str, tmp_path: Path) -> None:
    """Forged jobs are dropped, whether pickled or JSON, by name, instance, callback or webhook."""
    jobs = list(forged(tmp_path))
    with Redis.from_url(redis_url) as redis:
        queue = HarvestQueue("workroom-harvest", redis)
        for job in jobs:
            name = uuid4().hex
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            redis.hset(
                f"rq:job:{name}",
                mapping={**job, "origin": queue.name, "created_at": now, "status": "queued"},
            )
            redis.rpush(queue.key, name)
        config = {
            name: value
            for name, value in app.config.items()
            if name.startswith("HARVEST_") or name in ("DATABASE_URL", "SECRET_KEY")
        }
        command = [sys.executable, "-m", "flask", "--app", "demo.workroom", "harvest", "worker"]
        done = subprocess.run(
            [*command, "--burst"],
            env={**os.environ, **config},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert redis.llen(queue.key) == 0, done.stderr
    assert not (tmp_path / "executed").exists()
    assert "127.0.0.1:9" not in done.stderr
    print(f"\n{len(jobs)} forged jobs, 0 executed")
