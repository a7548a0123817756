"""What all benchmarks run on: Redis, PostgreSQL, and Workroom over a local Harvest."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from redis import Redis

from benchmarks.figures import Figure, print_table
from demo.processes import start_redis
from demo.workroom import create_app
from tests.support.apps import close
from tests.support.big_account import big_system
from tests.support.running_system import RunningSystem
from tests.support.servers import fresh_database, postgres_server

DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Servers:
    """A Redis and a PostgreSQL, and a folder for all files.

    `is_long` asks for what takes more than a minute, too.
    """

    folder: Path
    redis_url: str
    postgres: str
    is_long: bool = False

    def new_folder(self) -> Path:
        """Return a new, empty folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def new_database(self, kind: str) -> str:
        """Return the URL of a new database of one of the `DATABASES`."""
        if kind == "SQLite":
            return f"sqlite:///{self.new_folder() / 'workroom.sqlite3'}"
        return fresh_database(self.postgres)

    def system(self, kind: str, entries: int, *harvest_options: str) -> RunningSystem:
        """Start Workroom on a new database, over a Harvest process of that many entries."""
        url = self.new_database(kind)
        return big_system(self.new_folder(), url, self.redis_url, entries, *harvest_options)

    def forget_requests(self) -> None:
        """Empty Redis, so that nothing waits for Harvest's limit because of what ran before."""
        with Redis.from_url(self.redis_url) as redis:
            redis.flushdb()


Benchmark = Callable[[Servers], Iterable[Figure]]


@contextmanager
def started(*, is_long: bool) -> Iterator[Servers]:
    """Start Redis and PostgreSQL, and stop them in the end."""
    with ExitStack() as cleanup:
        name = cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        redis, redis_url = start_redis(Path(name) / "redis.log")
        cleanup.callback(redis.stop)
        postgres = cleanup.enter_context(postgres_server())
        yield Servers(Path(name), redis_url, postgres, is_long)


def run_alone(benchmark: Benchmark, *, is_long: bool = False) -> None:
    """Run one benchmark on servers of its own, and print its figures."""
    with started(is_long=is_long) as servers:
        print_table(benchmark(servers))


@contextmanager
def workroom(system: RunningSystem) -> Iterator[Flask]:
    """Yield the system's Workroom in this process, with its context pushed."""
    app = create_app(system.environment)
    try:
        with app.app_context():
            yield app
    finally:
        close(app)
