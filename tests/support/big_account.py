"""Studios over a Harvest of any size, with everything mapped: in this process, or in several."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from demo.harvest.worlds import generated_world
from demo.walk import Walker
from demo.workroom.config import database_url as with_driver
from demo.workroom.models import ActivityType, Project, db
from tests.support.running_system import RunningSystem
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

PROJECTS, TASKS = 20, 10
"""In a running system."""
FULL_PAGE = 2_000
"""Entries that Harvest puts into an answer at most."""
SMALL_PAGE = 200
"""Of a local Harvest, for what happens between pages."""


def big_harvest(
    today: date, entries: int, projects: int = 1, tasks: int = 1, page: int = FULL_PAGE
) -> Iterator[LocalHarvest]:
    """A local Harvest with one account, Big Studio."""
    world = generated_world(
        today, entries=entries, projects=projects, tasks=tasks, users=2, days=9, seed=3
    )
    server = LocalHarvest(world=world)
    server.state.config.largest_page = page
    yield server
    server.close()


def big_studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Studio Lindqvist, connected to Big Studio, with a project and a type for each of its own."""
    projects = [project.name for project in harvest.world.projects.values()]
    tasks = [task.name for task in harvest.world.tasks.values()]
    with app.app_context():
        db.session.add_all(Project(studio_id=1, name=name) for name in projects)
        db.session.add_all(ActivityType(studio_id=1, name=name, hourly_rate=1) for name in tasks)
        db.session.commit()
    elin = Studio(app, harvest, "elin@lindqvist.example", "Big Studio")
    elin.connect(user="admin@big.example")
    elin.map({name: name for name in (*projects, *tasks)})
    return elin


def big_system(
    folder: Path,
    database_url: str,
    redis_url: str,
    entries: int,
    *options: str,
) -> RunningSystem:
    """Everything started, over a Harvest of that many entries; `options` are its own."""
    # Page numbers and a refresh token that lives, because the benchmark's peer wants both.
    links = ("--page-links", "--no-single-use-refresh")
    size = ("--entries", str(entries), "--projects", str(PROJECTS), "--tasks", str(TASKS))
    return RunningSystem(folder, database_url, redis_url, *links, *size, *options)


def connect_and_map(
    system: RunningSystem, database_url: str, studio: int = 1, email: str = "elin@lindqvist.example"
) -> Walker:
    """A studio with as many projects and activity types, connected and mapped 1:1."""
    projects, tasks = names_of(PROJECTS, TASKS)
    walker = connect_only(system, database_url, projects, tasks, studio, email)
    walker.map({name: name for name in (*projects, *tasks)})
    return walker


def names_of(projects: int, tasks: int) -> tuple[list[str], list[str]]:
    """The names of so many of Big Studio's projects and tasks."""
    return (
        [f"Project {number:04}" for number in range(projects)],
        [f"Task {number:03}" for number in range(tasks)],
    )


def connect_only(
    system: RunningSystem,
    database_url: str,
    projects: Sequence[str],
    tasks: Sequence[str],
    studio: int = 1,
    email: str = "elin@lindqvist.example",
) -> Walker:
    """A studio with projects and activity types of these names, connected, and nothing mapped."""
    engine = sa.create_engine(with_driver(database_url))
    with engine.begin() as connection:
        connection.execute(
            sa.insert(Project),
            [{"studio_id": studio, "name": name, "is_archived": False} for name in projects],
        )
        connection.execute(
            sa.insert(ActivityType),
            [
                {
                    "studio_id": studio,
                    "name": name,
                    "hourly_rate": 100,
                    "is_billable": True,
                    "is_archived": False,
                }
                for name in tasks
            ],
        )
    engine.dispose()
    walker = system.walker(email)
    walker.connect("admin@big.example", "Big Studio")
    return walker
