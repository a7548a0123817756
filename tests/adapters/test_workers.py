"""What a worker's process does before its first job."""

import subprocess
import sys

WORK = """
import gc, sys
from workroom_harvest.adapters.rq.workers import RqWorkers
RqWorkers(sys.argv[1], "nothing", lambda: None, lambda: None).work(burst=True)
print(gc.get_freeze_count())
"""


def test_the_garbage_collector_leaves_out_what_was_there_before(redis_url: str) -> None:
    """Whatever a worker has loaded is not looked at again in each of its children."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, redis_url], check=True, capture_output=True, text=True
    )
    assert int(done.stdout.split()[-1]) > 10_000
