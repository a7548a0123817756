"""A new process that performs one run, `python -m benchmarks.import_process <run id>`.

It is configured as a worker is, and answers with a line of JSON: how many entries the run imported
and skipped, and the process's peak memory in MiB.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass

from benchmarks.importing import perform
from demo.processes import python
from demo.workroom import create_app
from tests.resilience.metered_worker import peak_memory
from tests.support.running_system import RunningSystem


@dataclass(frozen=True)
class Performed:
    """What the run imported and skipped, and the process's peak memory in MiB."""

    imported: int
    skipped: int
    mib: float


def perform_in_new_process(system: RunningSystem, run_id: str) -> Performed:
    """Perform the run in a new process of the system's, and return what it answers."""
    done = subprocess.run(
        python("benchmarks.import_process", run_id),
        env={**os.environ, **system.environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Performed(**json.loads(done.stdout))


def main() -> None:
    """Perform the run that the command line names."""
    with create_app().app_context():
        run = perform(sys.argv[1])
        skipped = sum(run.progress.skipped.values())
        print(json.dumps(asdict(Performed(run.progress.imported, skipped, peak_memory()))))


if __name__ == "__main__":
    main()
