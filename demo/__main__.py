"""`make demo` starts everything, with a studio after a month of it; another one is left to you."""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from demo.console import BOLD, CYAN, GREEN, Console, standard
from demo.month import MAPPINGS
from demo.processes import ChildFailedError
from demo.services import FLASK, CannotStartError, Running, start_all
from demo.walk import Walker, panel
from demo.workroom.seed import LINDQVIST, PASSWORD

__all__ = ["FLASK", "MAPPINGS"]

HOME = Path(".demo")
ELIN, CLAIRE = "elin@lindqvist.example", "claire@moreau.example"


def main() -> int:
    """Start everything, import for one studio and serve until told to stop.

    With ONCE=1 it stops after the result panel. Returns the exit status.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit_on_signal)
    console = standard()
    try:
        with _folder(HOME) as folder, ExitStack() as cleanup:
            console.line("Starting everything on this machine …\n")
            running = start_all(folder, console, cleanup)
            _print_result(console, _import(console, running))
            if os.environ.get("ONCE"):
                return 0
            _print_invitation(console, running)
            while True:
                time.sleep(3600)
    except (ChildFailedError, CannotStartError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _exit_on_signal(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the stopping of the children.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    print("\nStopping …", flush=True)
    sys.exit(0)


@contextmanager
def _folder(home: Path) -> Iterator[Path]:
    """Yield a folder of nobody else, emptied of what a demo before left there."""
    try:
        home.mkdir(exist_ok=True)
        lock = (home / "lock").open("w")
    except OSError as error:
        raise CannotStartError(
            f"Nothing can be written in {home.absolute()} ({error}). Try another folder."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStartError(
                "A demo runs in this folder already. Stop it by Ctrl-C, or take another clone."
            ) from error
        for one in home.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif one.name != "lock":
                one.unlink()
        yield home


def _import(console: Console, running: Running) -> Mapping[str, Any]:
    """Import the default days as Elin does by a click, and return the run as JSON."""
    with console.step("An import", "by a click "), closing(Walker(running.workroom)) as elin:
        elin.sign_in(ELIN, PASSWORD)
        today = datetime.now(UTC).date()
        return elin.import_days({"from": str(today - timedelta(days=14)), "to": str(today)})


def _print_result(console: Console, run: Mapping[str, Any]) -> None:
    hours, minutes = divmod(run["minutes"], 60)
    hero = f"{run['imported']} entries, {hours}:{minutes:02} h came in"
    console.line(f"\n  {console.paint(hero, BOLD, GREEN)}")
    for line in panel(run).splitlines():
        console.line(f"  {line}")


def _print_invitation(console: Console, running: Running) -> None:
    see, turn = (console.paint(running.links[one], CYAN) for one in (ELIN, CLAIRE))
    console.line(
        f"""
{console.paint("Look around", BOLD)}: {LINDQVIST} after a month, as Elin, its Admin
  {see}
{console.paint("Your turn", BOLD)}: Atelier Moreau, not connected yet, as Claire, its Admin
  {turn}
  Press Connect Harvest; on Harvest's screen choose Claire Moreau and Atelier Moreau.

Each link signs you in. By hand it is {running.workroom}, with the password "{PASSWORD}" for all:
  jonas@lindqvist.example, hugo@moreau.example   Designers, who may do the same
  mira@lindqvist.example                         plain member: sees why she may not
  nora@nordform.example                          Admin of Nordform, which is not on Pro
Harvest itself, as far as there is one here, is {running.harvest}.
What the processes write is in {HOME}/. Ctrl-C stops everything."""
    )


if __name__ == "__main__":
    sys.exit(main())
