"""The demo Workroom, on either database, and the fake keep the host's side of the contract."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from demo.workroom.harvest_host import (
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    WorkroomTimelogs,
)
from demo.workroom.models import Member, Timelog, db
from tests.fakes.database import FakeDatabase
from tests.fakes.host import FakeWorkroom
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.testing import Host, HostContract


class TestWorkroom(HostContract):
    """The demo's four objects."""

    @pytest.fixture
    def host(self, either_app: Flask) -> Iterator[Host]:
        """Studio Lindqvist, with Elin and Mira."""
        with either_app.app_context():
            elin = db.session.scalars(select(Member).filter_by(name="Elin Lindqvist")).one()
            mira = db.session.scalars(select(Member).filter_by(name="Mira Holm")).one()
            claire = db.session.scalars(select(Member).filter_by(name="Claire Moreau")).one()
            yield Host(
                people=WorkroomPeople(),
                access=WorkroomAccess(),
                catalogue=WorkroomCatalogue(),
                timelogs=WorkroomTimelogs(),
                account_id=str(elin.studio_id),
                other_account_id=str(claire.studio_id),
                manager_id=str(elin.id),
                plain_member_id=str(mira.id),
                stamps=lambda: [
                    one or 0 for one in db.session.scalars(select(Timelog.harvest_entry_id))
                ],
                rollback=db.session.rollback,
            )


class TestFakeWorkroom(HostContract):
    """In memory."""

    @pytest.fixture
    def host(self) -> Iterator[Host]:
        """A studio with Elin and Mira, within a transaction that begins anew on a rollback."""
        database = FakeDatabase()
        workroom = FakeWorkroom(database)
        workroom.hire("studio", "elin", may_manage=True)
        workroom.hire("studio", "mira")
        workroom.studio("studio").projects.append(Project("villa", "Villa"))
        workroom.studio("studio").activity_types.append(
            ActivityType("drawings", "Drawings", Decimal(90), is_billable=True)
        )
        with database.transaction():
            yield Host(
                people=workroom,
                access=workroom,
                catalogue=workroom,
                timelogs=workroom,
                account_id="studio",
                other_account_id="other",
                manager_id="elin",
                plain_member_id="mira",
                stamps=lambda: [stamp for _, stamp in database.table("timelogs")],
                rollback=database.rollback,
            )
