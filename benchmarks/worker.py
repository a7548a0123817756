"""A worker that tells what its jobs cost, `python -m benchmarks.worker`.

It is configured as `flask harvest worker` is. For each line of its input it works until the queue
is empty, and answers with a line of JSON: the seconds by the clock, and the CPU seconds of this
process and its children. It also runs the job `nothing`.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, cast

from demo.processes import python
from demo.workroom import create_app
from tests.support.running_system import RunningSystem
from workroom_harvest.adapters.rq import jobs
from workroom_harvest.current import workers

MARK = "figures:"
"""The beginning of an answer; RQ's log is on the same output."""


JOB_DONE = ": Job OK ("
"""What RQ logs of each job that succeeded."""


@dataclass(frozen=True)
class Work:
    """What it took until the queue was empty: seconds by the clock, of CPU, and how many jobs."""

    seconds: float
    cpu: float
    jobs: int = 0


def nothing() -> None:
    """Do nothing, as an empty job."""


class MeteredWorker:
    """The worker's process, seen from the benchmark."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        # Its first work is on an empty queue, so that starting up is not measured.
        self.work()

    def work(self) -> Work:
        """Let the worker work until the queue is empty; return what that took."""
        requests, answers = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        requests.write("\n")
        requests.flush()
        jobs_done = 0
        for line in answers:
            jobs_done += JOB_DONE in line
            if line.startswith(MARK):
                return Work(**json.loads(line.removeprefix(MARK)) | {"jobs": jobs_done})
        raise EOFError("the worker ended")


@contextmanager
def metered_worker(system: RunningSystem) -> Iterator[MeteredWorker]:
    """Start a worker of the system, and stop it in the end."""
    with (
        (system.folder / "worker.log").open("w") as log,
        subprocess.Popen(
            python("benchmarks.worker"),
            env=system.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield MeteredWorker(process)
        finally:
            process.terminate()


def main() -> None:
    """Work once for each line of the input."""
    app = create_app()
    # The plugin's workers run its own functions and no others. In this process it is one more.
    name = f"{nothing.__module__}.{nothing.__qualname__}"
    cast(dict[str, object], jobs._ALLOWED)[name] = (nothing, 0)
    with app.app_context():
        for _ in sys.stdin:
            begun, used = time.perf_counter(), _cpu()
            workers().work(burst=True)
            done = Work(time.perf_counter() - begun, _cpu() - used)
            print(f"{MARK}{json.dumps(asdict(done))}", flush=True)


def _cpu() -> float:
    """Return the CPU seconds of this process and of its children that ended."""
    found = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in found)


if __name__ == "__main__":
    # Jobs name the function by its module, which is not `__main__`.
    from benchmarks import worker

    worker.main()
