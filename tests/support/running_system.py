"""Everything as real processes: a local Harvest, Workroom, workers and a scheduler."""

import signal
from pathlib import Path
from types import TracebackType

import httpx
from cryptography.fernet import Fernet
from sqlalchemy import delete, select

from demo.__main__ import FLASK
from demo.processes import Child, python
from demo.walk import Walker
from demo.workroom import create_app
from demo.workroom.models import Studio, Timelog, db
from tests.support.apps import close, set_up_database
from workroom_harvest.current import EXTENSION, State


class RunningSystem:
    """The programs that an operator runs, over a database and a Redis; all end on leaving."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        redis_url: str,
        *harvest_options: str,
    ) -> None:
        self.folder = folder
        self.children: list[Child] = []
        self.walkers: list[Walker] = []
        harvest = self._start(
            "harvest",
            python("demo.harvest", "--port", "0", "--rate-limit", "0", *harvest_options),
            {},
            "Local Harvest on",
        )
        self.harvest_url = harvest.said
        self.environment = {
            "HARVEST_CLIENT_ID": "local-client",
            "HARVEST_CLIENT_SECRET": "local-secret",
            "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
            "HARVEST_USER_AGENT": "Workroom tests (tests@workroom.example)",
            "HARVEST_ID_URL": self.harvest_url,
            "HARVEST_API_URL": f"{self.harvest_url}/v2",
            "HARVEST_REVOKE_URL": f"{self.harvest_url}/oauth2/revoke",
            "HARVEST_REDIS_URL": redis_url,
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a secret of the tests",
        }
        self._set_up()
        workroom = self._start(
            "workroom",
            python("demo.workroom", "--port", "0"),
            self.environment,
            "Workroom on",
        )
        self.workroom_url = workroom.said

    def __enter__(self) -> "RunningSystem":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for walker in self.walkers:
            walker.browser.close()
        for child in reversed(self.children):
            child.stop()

    def _set_up(self) -> None:
        """Create the tables and studios, in this process: it has the imports already."""
        app = create_app(self.environment)
        set_up_database(app)
        close(app)

    def flask(self, *command: str) -> Child:
        """Start a `flask` command as a process of its own."""
        return self._start(command[-1].strip("-"), python(*FLASK, *command), self.environment, None)

    def worker(self) -> Child:
        """Start one more worker."""
        return self.flask("harvest", "worker")

    def scheduler(self, every: float = 0.5) -> Child:
        """Start a scheduler that looks every so many seconds."""
        return self.flask("harvest", "scheduler", "--every", str(every))

    def walker(self, email: str = "elin@lindqvist.example") -> Walker:
        """Return a member of a studio with a browser, signed in."""
        walker = Walker(self.workroom_url)
        self.walkers.append(walker)
        walker.sign_in(email, "workroom")
        return walker

    def configure_harvest(self, **options: float) -> None:
        """Change options of the local Harvest."""
        httpx.post(f"{self.harvest_url}/_control/config", json=options).raise_for_status()

    def forget(self, studio_name: str) -> None:
        """Erase what the plugin keeps of a studio, and all of its timelogs."""
        app = create_app(self.environment)
        with app.app_context():
            studio_id = db.session.scalars(select(Studio.id).filter_by(name=studio_name)).one()
            state: State = app.extensions[EXTENSION]
            state.use_cases.forget_studio(str(studio_id))
            db.session.execute(delete(Timelog).filter_by(studio_id=studio_id))
            db.session.commit()
        close(app)

    def kill(self, child: Child) -> None:
        """Kill a process without a warning, as the kernel does when memory is short."""
        child.process.send_signal(signal.SIGKILL)
        child.process.wait()

    def _start(
        self, name: str, arguments: list[str], environment: dict[str, str], ready: str | None
    ) -> Child:
        child = Child(
            arguments,
            log=self.folder / f"{name}-{len(self.children)}.log",
            environment=environment,
            ready=ready,
        )
        self.children.append(child)
        return child
