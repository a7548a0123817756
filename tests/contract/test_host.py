"""The demo Workroom, on either database, and the fake host keep the contract of a host."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from flask import Flask

from demo.workroom.models import db
from tests.fakes.database import FakeDatabase
from tests.fakes.host import FakeWorkroom
from tests.support.hosts import workroom_host
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.testing import Host, HostContract, Written


class TestWorkroom(HostContract):
    """The demo Workroom keeps the contract with its four objects."""

    @pytest.fixture
    def host(self, either_app: Flask) -> Iterator[Host]:
        """Give the demo's objects with Studio Lindqvist, and roll back afterwards."""
        with either_app.app_context():
            yield workroom_host()
            db.session.rollback()


class TestFakeWorkroom(HostContract):
    """The fake host keeps the contract."""

    @pytest.fixture
    def host(self) -> Iterator[Host]:
        """Give the fake host with Elin's and Mira's studio, inside a transaction."""
        database = FakeDatabase()
        workroom = FakeWorkroom(database)
        workroom.hire("studio", "elin", may_manage=True)
        workroom.hire("studio", "mira")
        workroom.hire("studio", "gunnar", may_manage=True)
        del workroom.studio("studio").members["gunnar"]
        workroom.hire("other", "claire", may_manage=True)
        workroom.studio("free").is_pro = False
        for studio_id, name in (("studio", "villa"), ("other", "maison")):
            studio = workroom.studio(studio_id)
            studio.projects = [Project(name, name), Project(f"old-{name}", name, is_archived=True)]
            studio.activity_types = [
                ActivityType(f"draw-{name}", "Draw", Decimal(90), is_billable=True),
                ActivityType(f"model-{name}", "Model", Decimal(0), False, is_archived=True),
            ]
        with database.transaction():
            yield Host(
                people=workroom,
                access=workroom,
                catalogue=workroom,
                timelogs=workroom,
                studio_id="studio",
                manager_id="elin",
                plain_member_id="mira",
                former_manager_id="gunnar",
                project_id="villa",
                archived_project_id="old-villa",
                activity_type_id="draw-villa",
                archived_activity_type_id="model-villa",
                other_studio_id="other",
                other_manager_id="claire",
                other_project_id="maison",
                other_activity_type_id="draw-maison",
                studio_id_without_pro="free",
                written=lambda: written(database, "studio"),
                rollback=database.rollback,
                lock=lambda stamp: workroom.lock("studio", stamp),
            )


def written(database: FakeDatabase, studio_id: str) -> Sequence[Written]:
    """Return the studio's timelogs as the open transaction sees them."""
    found: dict[tuple[str, int], NewTimelog] = database.table("timelogs")
    return [
        Written(
            stamp,
            log.project_id,
            log.activity_type_id,
            log.member_id,
            log.spent_on,
            log.duration.hours * 60 + log.duration.minutes,
            log.title,
            log.billable,
        )
        for (studio, stamp), log in found.items()
        if studio == studio_id
    ]
