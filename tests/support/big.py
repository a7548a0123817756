"""A studio over a Harvest of any size, with everything mapped."""

from collections.abc import Iterator
from datetime import date

from flask import Flask

from demo.harvest.worlds import generated_world
from demo.workroom.models import ActivityType, Project, db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio


def big_harvest(
    today: date, entries: int, projects: int = 1, tasks: int = 1
) -> Iterator[LocalHarvest]:
    """A local Harvest with one account, Big Studio."""
    world = generated_world(
        today, entries=entries, projects=projects, tasks=tasks, users=2, days=9, seed=3
    )
    server = LocalHarvest(world=world)
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
