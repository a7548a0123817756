"""Everything that the demo runs on this machine, started one after the other."""

import os
import socket
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.util import CommandError
from cryptography.fernet import Fernet
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from demo.console import Console
from demo.harvest_control import HarvestControl
from demo.month import DAYS, Month
from demo.past import Past, begin_anew, opened
from demo.processes import HOST, Child, listening, python, start_redis
from demo.walk import PAGE
from demo.workroom.cli import OLD_DATABASE, upgrade
from demo.workroom.seed import LINDQVIST, seed
from demo.workroom.sign_in import link

WORKROOM_PORT, HARVEST_PORT = 8600, 8601
FLASK = ("flask", "--app", "demo.workroom")


PEOPLE = ("elin@lindqvist.example", "claire@moreau.example")
"""Whose links are printed: an Admin of the walked studio, and one of the fresh studio."""


class CannotStartError(Exception):
    """The demo cannot start; the message says what to do."""


@dataclass(frozen=True)
class Running:
    """The addresses of what runs, and by e-mail address the links that sign `PEOPLE` in."""

    workroom: str
    harvest: str
    links: dict[str, str]


def start_all(folder: Path, console: Console, cleanup: ExitStack) -> Running:
    """Start everything, and let the walked studio live its month.

    `folder` is for files, `cleanup` stops all programs. Raise `CannotStartError` or
    `ChildFailedError`, whose messages say what to do.
    """
    services = Services(folder, console, cleanup)
    redis_url, harvest = services.redis(), services.harvest()
    settings = {
        "HARVEST_CLIENT_ID": "local-client",
        "HARVEST_CLIENT_SECRET": "local-secret",
        "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
        "HARVEST_USER_AGENT": "Workroom demo (demo@workroom.example)",
        "HARVEST_ID_URL": harvest,
        "HARVEST_API_URL": f"{harvest}/v2",
        "HARVEST_REVOKE_URL": f"{harvest}/oauth2/revoke",
        "HARVEST_REDIS_URL": redis_url,
        "DATABASE_URL": os.environ.get("DATABASE_URL")
        or f"sqlite:///{(folder / 'workroom.sqlite3').absolute()}",
        "SECRET_KEY": Fernet.generate_key().decode(),
    }
    # Workroom starts after its month, which has its address in it.
    address = cleanup.enter_context(listening(WORKROOM_PORT))
    settings["WORKROOM_URL"] = f"http://{HOST}:{_port(address)}"
    with opened(settings, settings["WORKROOM_URL"]) as past:
        services.database(past)
        services.month(past, harvest)
        with past.app.app_context():
            paths = {email: link(email, PAGE) for email in PEOPLE}
    services.worker(settings)
    workroom = services.workroom(settings, address)
    services.scheduler(settings)
    return Running(workroom, harvest, {email: workroom + path for email, path in paths.items()})


@dataclass
class Services:
    """Where the programs are, once they run. `folder` has what they write.

    Each method is a step that is printed; the order is that of the methods.
    """

    folder: Path
    console: Console
    cleanup: ExitStack

    def redis(self) -> str:
        """Start a Redis, or look for the one in `HARVEST_REDIS_URL`; return its URL."""
        configured = os.environ.get("HARVEST_REDIS_URL")
        with self.console.step("Redis"):
            if not configured:
                child, url = start_redis(self.folder / "redis.log")
                self.cleanup.callback(child.stop)
                return url
            try:
                with Redis.from_url(configured, socket_timeout=5) as redis:
                    redis.ping()
            except (RedisError, ValueError) as error:
                raise CannotStartError(
                    f"No Redis answers at HARVEST_REDIS_URL ({error}). Start it, or unset the "
                    "variable: then the demo starts one of its own."
                ) from error
            return configured

    def harvest(self) -> str:
        """Start the local Harvest, and return its address."""
        with self.console.step("Harvest") as notes, listening(HARVEST_PORT) as address:
            program = python("demo.harvest", "--world", "quiet")
            child = self._child("harvest", program, {}, "Local Harvest on", address)
            notes += [child.said, *_otherwise(address, HARVEST_PORT)]
        return notes[0]

    def database(self, past: Past) -> None:
        """Make the tables and studios; what a demo before left of the walked studio goes."""
        with self.console.step("Database"):
            try:
                with past.app.app_context():
                    upgrade()
                    seed()
                begin_anew(past.app, LINDQVIST)
            except CommandError as error:
                raise CannotStartError(f"{error}. {OLD_DATABASE}") from error
            except SQLAlchemyError as error:
                raise CannotStartError(
                    f"The database of DATABASE_URL cannot be used: {error}\nStart it and look at "
                    "the address, or unset the variable: then the demo takes a SQLite file."
                ) from error

    def month(self, past: Past, harvest_url: str) -> None:
        """Let the walked studio live its month."""
        with (
            self.console.step("A month", f"at {LINDQVIST}, with {DAYS} nights "),
            closing(HarvestControl(harvest_url)) as harvest,
        ):
            Month(past, harvest, datetime.now(UTC).date()).live(self.console.alive)

    def worker(self, settings: dict[str, str]) -> None:
        """Start a worker."""
        with self.console.step("Worker"):
            program = python(*FLASK, "harvest", "worker")
            self._child("worker", program, settings, "*** Listening on")

    def workroom(self, settings: dict[str, str], address: socket.socket) -> str:
        """Start Workroom on a socket that listens, which is closed here; return its address."""
        with self.console.step("Workroom") as notes, address:
            program = python("demo.workroom")
            child = self._child("workroom", program, settings, "Workroom on", address)
            notes += [child.said, *_otherwise(address, WORKROOM_PORT)]
        return notes[0]

    def scheduler(self, settings: dict[str, str]) -> None:
        """Start the scheduler, which says nothing once it is ready."""
        with self.console.step("Scheduler"):
            self._child("scheduler", python(*FLASK, "harvest", "scheduler"), settings, None)

    def _child(
        self,
        name: str,
        program: list[str],
        settings: dict[str, str],
        ready: str | None,
        address: socket.socket | None = None,
    ) -> Child:
        """Start a program, on a socket that listens if it is a server."""
        if address:
            program = [*program, "--socket", str(address.fileno())]
        log = self.folder / f"{name}.log"
        child = Child(program, log=log, environment=settings, ready=ready, handed=address)
        self.cleanup.callback(child.stop)
        return child


def _port(address: socket.socket) -> int:
    return int(address.getsockname()[1])


def _otherwise(address: socket.socket, port: int) -> list[str]:
    """Return why the address has another port than that, if it does."""
    return [] if _port(address) == port else [f"(port {port} is taken)"]
