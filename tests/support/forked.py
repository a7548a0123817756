"""Programs of ours as processes of their own, without the seconds that their imports take.

A server process imports Workroom, the plugin and the local Harvest once, and forks a process for
each program. tests/e2e/test_walk.py starts them from nothing once, as an operator does.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo.processes import Child, Program

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.support.preloaded"])


class Forked:
    """A program in a forked process, handled like a `subprocess.Popen`."""

    def __init__(self, arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self._process = forks.Process(
            target=_run, args=(arguments, log, dict(environment)), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status, or a signal's number below nought; `None` while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same, looked up."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended; raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it without a word."""
        self.send_signal(signal.SIGKILL)


class WarmChild(Child):
    """A child that was forked instead of started from nothing."""

    def _begin(
        self, arguments: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> Program:
        log.touch()
        return Forked(arguments, log, environment)


def _run(arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
    """Become `python -m MODULE …`, as `demo.processes.python` writes it."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    output = os.open(log, os.O_WRONLY | os.O_APPEND)
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        os.dup2(output, number)
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]  # a text stream of ours
    os.close(output)
    _, _, module, *options = arguments
    sys.argv = [module, *options]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
