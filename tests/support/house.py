"""The whole house as real processes: local Harvest, Workroom, workers and a scheduler."""

import signal
from pathlib import Path
from types import TracebackType

from cryptography.fernet import Fernet

from demo.__main__ import FLASK
from demo.processes import Child, python
from demo.walk import Walker
from demo.workroom import create_app
from tests.support.apps import close
from tests.support.forked import WarmChild
from tests.support.seeded import furnish


class House:
    """Started over a database and a Redis; everything is ended on leaving.

    `start` is `Child` where programs are to start from nothing, as an operator starts them.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str,
        redis_url: str,
        *harvest_options: str,
        start: type[Child] = WarmChild,
    ) -> None:
        self.folder = folder
        self._child = start
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

    def __enter__(self) -> "House":
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
        """Tables and studios, in this process: a program of its own takes seconds to start."""
        app = create_app(self.environment)
        furnish(app)
        close(app)

    def flask(self, *command: str) -> Child:
        """A `flask` command as a process of its own."""
        return self._start(command[-1].strip("-"), python(*FLASK, *command), self.environment, None)

    def worker(self) -> Child:
        """One more worker."""
        return self.flask("harvest", "worker")

    def scheduler(self, every: float = 0.5) -> Child:
        """The scheduler, looking often."""
        return self.flask("harvest", "scheduler", "--every", str(every))

    def walker(self, email: str = "elin@lindqvist.example") -> Walker:
        """Somebody of a studio with a browser, signed in."""
        walker = Walker(self.workroom_url)
        self.walkers.append(walker)
        walker.sign_in(email, "workroom")
        return walker

    def kill(self, child: Child) -> None:
        """End a process without a word, as the kernel does when memory is short."""
        child.process.send_signal(signal.SIGKILL)
        child.process.wait()

    def _start(
        self, name: str, arguments: list[str], environment: dict[str, str], ready: str | None
    ) -> Child:
        child = self._child(
            arguments,
            log=self.folder / f"{name}-{len(self.children)}.log",
            environment=environment,
            ready=ready,
        )
        self.children.append(child)
        return child
