"""What a worker's process does before its first job."""

import subprocess
import sys

WORK = """
import gc, sys
from workroom_harvest.adapters.rq.workers import RqWorkers
RqWorkers(sys.argv[1], "nothing", lambda: None, lambda: None).work(burst=True)
print(gc.get_freeze_count(), gc.get_threshold()[0])
"""


def test_the_garbage_collector_leaves_out_what_was_there_and_looks_seldom(redis_url: str) -> None:
    """Whatever a worker has loaded is not looked at again in its children, nor often their own."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, redis_url], check=True, capture_output=True, text=True
    )
    frozen, threshold = map(int, done.stdout.split()[-2:])
    assert frozen > 10_000
    assert threshold > 10_000
