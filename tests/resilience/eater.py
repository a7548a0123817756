"""A worker that tells its memory: `python -m tests.resilience.eater`.

Reads a run's id per line from its input, performs that run until it is over, and answers each with
a line of JSON: the run's status, seconds, and the most memory that this process ever had, in MiB.
It gives Harvest a second per reply instead of twenty, and its clock runs a hundred times as fast.
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


def peak() -> float:
    """The most memory so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


def impatient(app: Flask) -> None:
    """Give Harvest little time."""
    reader = HttpHarvestApi(
        api_url=app.config["HARVEST_API_URL"],
        user_agent=app.config["HARVEST_USER_AGENT"],
        clock=SystemClock(),
        random=SystemRandom(),
        policy=RetryPolicy(tries=1, seconds=1, per_try=1),
    )
    rewire(app, api=reader)


if __name__ == "__main__":
    workroom = create_app(json.loads(os.environ["EATER_CONFIG"]))
    impatient(workroom)
    speed_up(workroom)
    for word in sys.stdin:
        begun = time.monotonic()
        with workroom.app_context():
            while True:
                run = use_cases().perform_import(word.strip())
                if run is None or run.is_over:
                    break
        told = {
            "status": str(run.status) if run else "none",
            "seconds": time.monotonic() - begun,
            "mib": peak(),
        }
        print(json.dumps(told), flush=True)
