"""The demo's `Timelogs`, from which the wrong ones differ in one thing."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from demo.workroom.harvest_timelogs import WorkroomTimelogs, _row
from demo.workroom.models import ActivityType, db
from workroom_harvest import NewTimelog


class Demo(WorkroomTimelogs):
    """The demo's own `Timelogs`, with helpers for its subclasses."""

    def _add(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs)

    def _rows(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> list[dict[str, Any]]:
        rate = db.session.scalars(sa.select(ActivityType.hourly_rate).limit(1)).one()
        return [_row(studio_id, log, rate) for log in timelogs]

    @property
    def _driver(self) -> Any:
        return db.session.connection().connection.dbapi_connection
