"""`make demo` starts everything, and takes one studio through the guide; another is left to you."""

import os
import shutil
import signal
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from cryptography.fernet import Fernet

from demo.processes import Child, ChildFailedError, is_free, python, start_redis
from demo.walk import Walker, panel
from demo.workroom.seed import PASSWORD

HOME = Path(".demo")
WORKROOM_PORT, HARVEST_PORT = 8600, 8601
FLASK = ("flask", "--app", "demo.workroom")
MAPPINGS = {
    "Villa Sandhamn": "Villa Sandhamn",
    "Kontor Norrmalm": "Kontor Norrmalm",
    "Café Möllan": "Café Möllan",
    "Lakeside Cabin": "Lakeside Cabin",
    "Showroom 2026": "Showroom 2026",
    "Concept Design": "Concept Design",
    "Space Planning": "Space Planning",
    "Sourcing": "Sourcing & Procurement",
    "Site Visit": "Site Visit",
    "Client Meeting": "Client Meeting",
    "Drawings": "Technical Drawings",
}


def main() -> int:
    """Start everything, import for one studio and serve until told to stop.

    With ONCE=1 it stops after the result panel. Returns the exit status.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit_on_signal)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    try:
        with ExitStack() as cleanup:
            workroom = _start_all(cleanup)
            _walk(workroom)
            if os.environ.get("ONCE"):
                return 0
            _print_invitation(workroom)
            while True:
                time.sleep(3600)
    except ChildFailedError as error:
        print(error, file=sys.stderr)
        return 1


def _exit_on_signal(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the stopping of the children.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    print("\nStopping …", flush=True)
    sys.exit(0)


def _start_all(cleanup: ExitStack) -> str:
    """Start Redis, Harvest, Workroom, a worker and the scheduler; return Workroom's address."""
    print("Starting Redis, Harvest, Workroom, a worker and the scheduler …", flush=True)
    redis_url = os.environ.get("HARVEST_REDIS_URL") or _redis(cleanup)
    harvest_port = HARVEST_PORT if is_free(HARVEST_PORT) else 0
    harvest = _child(
        cleanup,
        "harvest",
        python("demo.harvest", "--port", str(harvest_port)),
        {},
        "Local Harvest on",
    ).said
    environment = {
        "HARVEST_CLIENT_ID": "local-client",
        "HARVEST_CLIENT_SECRET": "local-secret",
        "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
        "HARVEST_USER_AGENT": "Workroom demo (demo@workroom.example)",
        "HARVEST_ID_URL": harvest,
        "HARVEST_API_URL": f"{harvest}/v2",
        "HARVEST_REVOKE_URL": f"{harvest}/oauth2/revoke",
        "HARVEST_REDIS_URL": redis_url,
        "DATABASE_URL": os.environ.get("DATABASE_URL")
        or f"sqlite:///{(HOME / 'workroom.sqlite3').absolute()}",
        "SECRET_KEY": Fernet.generate_key().decode(),
    }
    for command in ("init-db", "seed"):
        made = Child(python(*FLASK, command), log=HOME / "setup.log", environment=environment)
        if made.process.wait():
            raise ChildFailedError(f"flask {command} failed: {_last_line(made.log)}")
    _child(cleanup, "worker", python(*FLASK, "harvest", "worker"), environment, None)
    _child(cleanup, "scheduler", python(*FLASK, "harvest", "scheduler"), environment, None)
    port = WORKROOM_PORT if is_free(WORKROOM_PORT) else 0
    served = python("demo.workroom", "--port", str(port))
    return _child(cleanup, "workroom", served, environment, "Workroom on").said


def _last_line(log: Path) -> str:
    """Return what a command said last, and where the rest of it stands."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f"{lines[-1] if lines else 'it said nothing'} (see {log})"


def _redis(cleanup: ExitStack) -> str:
    child, url = start_redis(HOME / "redis.log")
    cleanup.callback(child.stop)
    return url


def _child(
    cleanup: ExitStack,
    name: str,
    arguments: list[str],
    environment: dict[str, str],
    ready: str | None,
) -> Child:
    child = Child(arguments, log=HOME / f"{name}.log", environment=environment, ready=ready)
    cleanup.callback(child.stop)
    return child


def _walk(workroom: str) -> None:
    """Let Studio Lindqvist connect, map, and import a few days, then the default window."""
    with closing(Walker(workroom)) as elin:
        _connect_map_and_import(elin)


def _connect_map_and_import(elin: Walker) -> None:
    elin.sign_in("elin@lindqvist.example", PASSWORD)
    elin.connect("elin@lindqvist.example", "Studio Lindqvist")
    elin.map(MAPPINGS)
    today = datetime.now(UTC).date()
    start = str(today - timedelta(days=14))
    elin.import_days({"from": start, "to": str(today - timedelta(days=9))})
    print("\nStudio Lindqvist connected Harvest, mapped its projects and tasks, and imported:\n")
    print(panel(elin.import_days({"from": start, "to": str(today)})))


def _print_invitation(workroom: str) -> None:
    print(
        f"""
Workroom is at {workroom}
Everybody's password is "{PASSWORD}".

Your turn: Atelier Moreau is not connected yet. Sign in as one of
  claire@moreau.example   Admin
  hugo@moreau.example     Designer
and go to Settings → Harvest → Connect Harvest. On Harvest's screen, sign in as
Claire Moreau and choose the account Atelier Moreau.

The others, to compare:
  elin@lindqvist.example  Admin of Studio Lindqvist, which has just imported
  mira@lindqvist.example  plain member: sees why she may not
  nora@nordform.example   Admin of Nordform, which is not on Pro

What the processes write is in {HOME}/. Ctrl-C stops everything.""",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
