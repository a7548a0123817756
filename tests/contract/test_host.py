"""The demo Workroom keeps the host's side of the contract, on either database."""

from collections.abc import Iterator

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
