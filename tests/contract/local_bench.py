"""The bench of the HTTP clients against the local Harvest."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

from cryptography.fernet import Fernet

from demo.harvest import Fault, World
from demo.harvest.models import Entry, Project, Task, User
from demo.harvest.state import Code
from tests.contract.benches import (
    ACCOUNT,
    ADMIN,
    BACK,
    CABIN,
    CHANGED,
    DRAWINGS,
    EMAILS,
    GONE,
    NEIGHBOUR,
    VILLA,
    Bench,
)
from tests.fakes.clock import FakeRandom
from tests.support.servers import LocalHarvest
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.oauth import HttpHarvestOAuth
from workroom_harvest.adapters.harvest.retries import BACKGROUND
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth
from workroom_harvest.settings import Settings


class LocalBench(Bench):
    """A local Harvest on a port with the bench's two accounts, and the HTTP clients for it."""

    def __init__(self, cleanup: ExitStack) -> None:
        self.clock: Clock = SystemClock()
        self.server = LocalHarvest(world=_world())
        cleanup.callback(self.server.close)
        self._cleanup = cleanup
        self.oauth, self.api = self._clients(self.server.settings())

    def _clients(self, addresses: dict[str, str]) -> tuple[HarvestOAuth, HarvestApi]:
        keys = {"HARVEST_TOKEN_KEYS": Fernet.generate_key().decode()}
        settings = Settings.read({**addresses, **keys, "HARVEST_REDIS_URL": "redis://localhost"})
        oauth = HttpHarvestOAuth(settings, self.clock)
        api = HttpHarvestApi(
            api_url=settings.api_url,
            user_agent=settings.user_agent,
            clock=self.clock,
            random=FakeRandom(),
            policy=BACKGROUND,
        )
        for client in (oauth, api):
            self._cleanup.callback(client.close)
        return oauth, api

    def consent(self) -> str:
        ada, state = self.server.world.users[ADMIN], self.server.state
        code = f"code-{len(state.codes)}-{state.issued}"
        ends = state.now().timestamp() + 600
        state.codes[code] = Code(ada, (ACCOUNT.id,), BACK, ends)
        return code

    def put(self, entry: HarvestEntry, changed_at: datetime = CHANGED) -> None:
        assert entry.user_id is not None, "the local Harvest tells whose each entry is"
        self.server.world.put(
            Entry(
                id=entry.id,
                account_id=ACCOUNT.id,
                user_id=entry.user_id,
                project_id=entry.project_id,
                task_id=entry.task_id,
                spent_on=entry.spent_on,
                hours=str(entry.hours),
                notes=entry.notes,
                billable=entry.billable,
                is_running=entry.is_running,
                updated_at=changed_at,
                created_at=changed_at,
                started_at=changed_at if entry.is_running else None,
            )
        )

    def withdraw(self) -> None:
        self.server.state.by_access.clear()
        self.server.state.by_refresh.clear()

    def expire(self) -> None:
        self.server.state.by_access.clear()

    def be_member(self) -> None:
        users = self.server.world.users
        users[ADMIN] = replace(users[ADMIN], role="member", assigned=frozenset({VILLA.id}))

    def be_manager(self) -> None:
        users = self.server.world.users
        users[ADMIN] = replace(users[ADMIN], role="manager")

    def fail(self, call: str, kind: str, *, page: int = 0) -> None:
        endpoint = {
            "entries": "time_entries",
            "entry": "time_entry",
            "emails": "users",
            "sight": "me",
        }[call]
        self.server.state.faults.append(Fault(endpoint, page, kind))

    def go_down(self) -> None:
        """Let every further request be refused its connection: nobody listens on port 1."""
        nobody = "http://127.0.0.1:1"
        addresses = {
            name: value.replace(self.server.url, nobody)
            for name, value in self.server.settings().items()
        }
        self.oauth, self.api = self._clients(addresses)

    def offer_no_revocation(self) -> None:
        self.server.state.config.revocation = False


def _world() -> World:
    world = World()
    world.account("Planning", "forecast")
    for account in (ACCOUNT, NEIGHBOUR):
        world.account(account.name, id=account.id)
    for user, name, role, active in (
        (ADMIN, "Ada", "administrator", True),
        (GONE, "Gone", "member", False),
    ):
        world.users[user] = User(user, ACCOUNT.id, name, "X", EMAILS[user], role, active)
    for project in (VILLA, CABIN):
        world.projects[project.id] = Project(project.id, ACCOUNT.id, project.name, project.detail)
    world.projects[12] = Project(12, ACCOUNT.id, "Old", is_active=False)
    world.tasks[DRAWINGS.id] = Task(DRAWINGS.id, ACCOUNT.id, DRAWINGS.name)
    world.tasks[21] = Task(21, ACCOUNT.id, "Old", is_active=False)
    return world
