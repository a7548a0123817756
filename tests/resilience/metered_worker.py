"""A worker that reports its memory, `python -m tests.resilience.metered_worker`.

It reads a run's id per line from its input and performs that run until it is over. It answers each
with a line of JSON: the run's status, the seconds it took, and the process's peak memory in MiB.
Harvest gets one second per reply instead of twenty, and the clock runs a hundred times as fast.
"""

import json
import os
import sys
import time
from pathlib import Path

from flask import Flask

from demo.workroom import create_app
from tests.support.apps import rewire
from tests.support.fast_clock import speed_up
from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import RetryPolicy
from workroom_harvest.current import use_cases


def peak_memory() -> float:
    """Return the peak memory of this process in MiB. Raises `LookupError` where /proc lacks it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


def shorten_timeouts(app: Flask) -> None:
    """Let requests to Harvest time out after one second, without a second try."""
    api = HttpHarvestApi(
        api_url=app.config["HARVEST_API_URL"],
        user_agent=app.config["HARVEST_USER_AGENT"],
        clock=SystemClock(),
        random=SystemRandom(),
        policy=RetryPolicy(tries=1, seconds=1, per_try=1),
    )
    rewire(app, api=api)


if __name__ == "__main__":
    app = create_app(json.loads(os.environ["WORKER_CONFIG"]))
    shorten_timeouts(app)
    speed_up(app)
    for line in sys.stdin:
        begun = time.monotonic()
        with app.app_context():
            while True:
                run = use_cases().perform_import(line.strip())
                if run is None or run.is_over:
                    break
                time.sleep(0.01)
        figures = {
            "status": str(run.status) if run else "none",
            "seconds": time.monotonic() - begun,
            "mib": peak_memory(),
        }
        print(json.dumps(figures), flush=True)
