"""Runs tap-harvest from PyPI, in a virtual environment of its own, on the local Harvest."""

import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

RUNNER = """
import sys
import tap_harvest.client as client
base = sys.argv.pop(1)
client.REFRESH_URL = base + "/api/v2"
plain = client.Client.__init__
def pointed(self, config):
    plain(self, config)
    self.base_url = base + "/v2"
client.Client.__init__ = pointed
import tap_harvest
tap_harvest.main()
"""


STREAMS = ("clients", "projects", "tasks", "users", "time_entries")


class NoTapError(Exception):
    """tap-harvest could not be installed; the message says why."""


@dataclass(frozen=True)
class Printed:
    """What a run of the tap took and printed.

    `seconds` is the duration of the run, `start` that of its start alone; `records` counts the
    printed records by stream.
    """

    seconds: float
    start: float
    records: Counter[str]


def install(folder: Path) -> Path:
    """Return the path of a Python that has tap-harvest.

    Raises `NoTapError` where it cannot be installed, for example without a package index.
    """
    home = folder / "tap"
    python = home / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(python), "-m", "pip", "install", "--quiet", "tap-harvest", "setuptools"],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoTapError(f"tap-harvest could not be installed: {done.stderr.strip()[-300:]}")
    (folder / "runner.py").write_text(RUNNER)
    return python


def read(python: Path, folder: Path, harvest: str, refresh_token: str, *streams: str) -> Printed:
    """Let the tap print all records of these streams to a file, and return the figures."""
    config = folder / "tap.json"
    given = {
        "refresh_token": refresh_token,
        "client_id": "local-client",
        "client_secret": "local-secret",
        "start_date": "2000-01-01T00:00:00Z",
        "user_agent": "tap-harvest benchmark (tests@workroom.example)",
    }
    config.write_text(json.dumps(given))
    runner = [str(python), str(folder / "runner.py"), harvest, "--config", str(config)]
    begun = time.perf_counter()
    found = subprocess.run([*runner, "--discover"], capture_output=True, check=True)
    start = time.perf_counter() - begun
    catalog = json.loads(found.stdout)
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if not entry["breadcrumb"]:
                entry["metadata"]["selected"] = stream["tap_stream_id"] in streams
    (folder / "catalog.json").write_text(json.dumps(catalog))
    output = folder / "printed.jsonl"
    begun = time.perf_counter()
    with output.open("wb") as file:
        subprocess.run(
            [*runner, "--catalog", str(folder / "catalog.json")],
            stdout=file,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    seconds = time.perf_counter() - begun
    with output.open() as file:
        messages = (json.loads(line) for line in file)
        records = Counter(one["stream"] for one in messages if one["type"] == "RECORD")
    return Printed(seconds, start, records)
