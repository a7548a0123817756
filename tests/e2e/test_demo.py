"""`make demo` as a newcomer sees it: what it prints, and what it says when it cannot start."""

import fcntl
import os
import re
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from demo.processes import python

ROOT = Path(__file__).parents[2]


def demo(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the demo in a folder until it has printed its result."""
    unset = ("HARVEST_REDIS_URL", "DATABASE_URL", "NO_COLOR")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(
        python("demo"),
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "ONCE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_once(tmp_path: Path) -> None:
    """Each service has a tick and its seconds, the result comes last, and no colour in a file."""
    done = demo(tmp_path)
    assert done.returncode == 0, done.stderr
    for service in ("Redis", "Harvest", "Database", "Worker", "Workroom", "Scheduler"):
        assert re.search(rf"^  {service} +✓ \d+\.\d s", done.stdout, re.MULTILINE), service
    result = done.stdout[done.stdout.index("came in") :]
    assert re.search(r"Imported \d+ of \d+ entries \(\S+ → \S+\)\n  Skipped:\n  - ", result)
    assert "- Timer still running: 1" in result
    assert "\033" not in done.stdout


def test_two_at_once(tmp_path: Path) -> None:
    """Two demos that are started together take different ports, and say which."""
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor() as threads:
        both = list(threads.map(demo, folders))
    assert [done.returncode for done in both] == [0, 0], [done.stderr for done in both]
    addresses = [re.findall(r"http://127.0.0.1:\d+", done.stdout) for done in both]
    assert [len(found) for found in addresses] == [2, 2]
    assert not set(addresses[0]) & set(addresses[1])


def test_a_taken_port() -> None:
    """A server whose port is taken says so, and what to do, without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        started = subprocess.run(
            python("demo.harvest", "--port", str(port)), capture_output=True, text=True, timeout=60
        )
    assert started.returncode == 1
    assert f"127.0.0.1:{port} (Address already in use). Choose another" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("setting", "advice"),
    [
        ({"HARVEST_REDIS_URL": "redis://127.0.0.1:1/0"}, "Start it, or unset the variable"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/none"}, "Start it and look at the address"),
    ],
)
def test_what_does_not_answer(tmp_path: Path, setting: dict[str, str], advice: str) -> None:
    """A Redis or database that does not answer is named, with what to do, and no traceback."""
    done = demo(tmp_path, **setting)
    assert done.returncode == 1
    assert next(iter(setting)) in done.stderr
    assert advice in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_one(tmp_path: Path) -> None:
    """A demo does not take away the files of one that runs in the same folder, and says so."""
    (tmp_path / ".demo").mkdir()
    kept = tmp_path / ".demo" / "workroom.sqlite3"
    kept.touch()
    with (tmp_path / ".demo" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = demo(tmp_path)
    assert done.returncode == 1
    assert "A demo runs in this folder already." in done.stderr
    assert kept.exists()
