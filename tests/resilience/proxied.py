"""A small account behind a proxy: entries of three people, and three pages of every list."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from redis import Redis

from demo.harvest import Fault, HarvestConfig, World
from demo.walk import fields
from demo.workroom.models import db
from tests.support.apps import rewire
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import INTERACTIVE
from workroom_harvest.current import State, use_cases

PAGE, PAGES = 2, 3
ENTRIES = PAGE * PAGES
PROJECTS = ("Villa Sandhamn", "Kontor Norrmalm", "Café Möllan", "Lakeside Cabin", "Showroom 2026")
TASKS = ("Concept Design", "Space Planning", "Site Visit", "Client Meeting", "Internal Admin")
PEOPLE = (
    ("Elin Lindqvist", "elin@lindqvist.example", "administrator"),
    ("Ove Ek", "ove@elsewhere.example", "member"),
    ("Jonas Berg", "jonas@lindqvist.example", "member"),
    ("Ida Ek", "ida@elsewhere.example", "member"),
    ("Mira Holm", "mira@lindqvist.example", "member"),
)
"""Every other one has entries and a member in Workroom: one on each page of the users' list."""
MOST_TIME_SLICES = 20


def small_harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest whose entries are of the last days, and were all added just now."""
    world = World()
    account = world.account("Studio Lindqvist")
    people = [world.user(account, *person) for person in PEOPLE]
    projects = [world.project(account, name) for name in PROJECTS]
    tasks = [world.task(account, name) for name in TASKS]
    for number in range(ENTRIES):
        world.entry(
            people[number % 3 * 2],
            projects[number % len(projects)],
            tasks[number % len(tasks)],
            today - timedelta(days=number // 2),
            updated_at=datetime.now(UTC),
        )
    server = LocalHarvest(
        HarvestConfig(rate_limit=0, redirect_url="http://localhost/", largest_page=PAGE), world
    )
    yield server
    server.close()


class ClockWithoutPauses(SystemClock):
    """The system's clock, whose pauses take no time."""

    def sleep(self, seconds: float) -> None:
        """Return at once."""


class NoLimit:
    """A rate limiter without a limit."""

    def wait(self, account: str) -> float:
        """Return 0 seconds."""
        return 0.0


@dataclass
class ProxiedStudio:
    """Elin's studio, connected and mapped, and its Harvest, which may be behind a proxy."""

    app: Flask
    harvest: LocalHarvest

    def __post_init__(self) -> None:
        self.elin = Studio(self.app, self.harvest, PEOPLE[0][1], "Studio Lindqvist")
        api = self._skip_pauses()
        self.close = api.close
        entries = self.harvest.world.entries[next(iter(self.harvest.world.accounts))]
        users = self.harvest.world.users
        self.owners = {entry.id: users[entry.user_id].email for entry in entries}
        self.connect()

    def _skip_pauses(self) -> HttpHarvestApi:
        state: State = self.app.extensions["workroom_harvest"]
        settings = state.settings
        api = HttpHarvestApi(
            api_url=settings.api_url,
            user_agent=settings.user_agent,
            clock=ClockWithoutPauses(),
            random=SystemRandom(),
            policy=INTERACTIVE,
            rate_limiter=NoLimit(),
        )
        rewire(self.app, page_api=api, clock=ClockWithoutPauses())
        return api

    def connect(self) -> None:
        """Connect the studio, map everything by name and switch Automated sync on."""
        self.set_faults()
        self.elin.connect()
        page = fields(self.elin.page())
        self.form = {
            row: page.options[row][label]
            for row, label in page.labels.items()
            if row in page.options
        }
        self.elin.post("/mappings", self.form)
        self.elin.post("/automated-sync", {"on": "1"})

    def set_faults(self, *faults: Fault) -> None:
        """Replace all faults by these."""
        self.harvest.state.faults[:] = faults

    def reset(self) -> None:
        """Delete all imports and faults, the counted requests, and a reason to reconnect."""
        self.set_faults()
        with Redis.from_url(self.app.config["HARVEST_REDIS_URL"]) as redis:
            redis.flushdb()
        with self.app.app_context():
            for name in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
                db.session.execute(sa.delete(db.metadata.tables[name]))
            db.session.commit()
            since = datetime.now(UTC) - timedelta(days=2)
            fresh = {"automated_since": since, "reconnect_reason": None, "last_night": None}
            self._set("connections", **fresh)

    def by_click(self) -> str:
        """Import the days of all entries, and return the run's id once it is over."""
        last = datetime.now(UTC).date()
        run_id = self.elin.start_import(last - timedelta(days=9), last)
        self.work(run_id)
        return run_id

    def by_night(self) -> str:
        """Start a night by a tick, and return its run's id before a worker performs it.

        It counts as tomorrow's, so that the night cannot be over before the test is.
        """
        with self.app.app_context():
            use_cases().dispatch_due()
            (row,) = self.rows("runs")
            self._set("runs", night=row["night"] + timedelta(days=1))
        return str(row["id"])

    def work(self, run_id: str, time_slices: int = MOST_TIME_SLICES) -> bool:
        """Perform a run for so many time slices without waits, and return whether it is over."""
        with self.app.app_context():
            for _ in range(time_slices):
                run = use_cases().perform_import(run_id)
                if run is None or run.is_over:
                    return True
                now = datetime.now(UTC)
                self._set("runs", next_try_at=now - timedelta(seconds=1))
        return False

    def problems(self, sight: Collection[str | None] = ("everyone",)) -> list[str]:
        """Return what must never happen: wrong owners, duplicates, or a false Reconnect.

        A connection that shows something else than `sight` is a problem, too.
        """
        logs = self.elin.timelogs()
        stamps = [log.harvest_entry_id for log in logs]
        found = ["wrong owner" for log in logs if log.member.email != self.owner_of(log)][:1]
        found += ["twice"] if len(stamps) != len(set(stamps)) else []
        with self.app.app_context():
            connections = self.rows("connections")
        found += ["false Reconnect" for one in connections if one["reconnect_reason"]]
        return found + [f"sees {one['sees']}" for one in connections if one["sees"] not in sight]

    def owner_of(self, log: Any) -> str:
        """Return the e-mail address of the person whose entry it is in Harvest."""
        return self.owners.get(log.harvest_entry_id, "nobody")

    def missing_entries(self) -> list[str]:
        """Return `["lost"]` if a timelog is missing, which must not be once Harvest is back."""
        return ["lost"] if self.owners.keys() - set(self.elin.stamps()) else []

    def count_pairs(self) -> int:
        """Return how many mappings are saved."""
        with self.app.app_context():
            return len(self.rows("project_pairs")) + len(self.rows("task_pairs"))

    def rows(self, name: str) -> list[Any]:
        """Return the rows of one of the plugin's tables; this needs an app context."""
        table = db.metadata.tables[f"workroom_harvest_{name}"]
        return list(db.session.execute(sa.select(table)).mappings().all())

    def _set(self, name: str, **values: object) -> None:
        table = db.metadata.tables[f"workroom_harvest_{name}"]
        db.session.execute(sa.update(table).values(values))
        db.session.commit()
