"""The four objects by which the plugin reaches Workroom."""

from collections.abc import Sequence
from typing import Any

from flask import g
from sqlalchemy import insert, select

from demo.workroom import models
from demo.workroom.models import TITLE_LENGTH, db
from workroom_harvest import ActivityType, Member, NewTimelog, Project

ROLES = {"admin", "designer"}


class WorkroomPeople:
    """The members of studios. Implements `People`."""

    def current_member(self) -> Member | None:
        """Return the signed-in member, whom `sign_in` puts into `g`; None for a stranger."""
        found: models.Member | None = g.get("member")
        return _member(found) if found else None

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Return the active members of a studio."""
        active = select(models.Member).filter_by(studio_id=int(studio_id), is_active=True)
        return [_member(found) for found in db.session.scalars(active)]

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Return an active member of a studio, None where there is none of this id."""
        return next((one for one in self.active_members(studio_id) if one.id == member_id), None)

    def time_zone(self, studio_id: str) -> str | None:
        """Return the IANA time zone of a studio, None where it has none."""
        studio = db.session.get(models.Studio, int(studio_id))
        return studio.time_zone if studio else None


class WorkroomAccess:
    """What plans and roles allow. Implements `Access`."""

    def is_pro(self, studio_id: str) -> bool:
        """Return whether a studio is on Pro."""
        plan = select(models.Studio.plan).filter_by(id=int(studio_id))
        return db.session.scalar(plan) == "pro"

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Return whether an active member is Admin or Designer."""
        role = select(models.Member.role).filter_by(
            id=int(member_id), studio_id=int(studio_id), is_active=True
        )
        return db.session.scalar(role) in ROLES


class WorkroomCatalogue:
    """The projects and activity types of studios. Implements `Catalogue`."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Return all projects of a studio by name, archived ones too."""
        found = select(models.Project).filter_by(studio_id=int(studio_id))
        ordered = db.session.scalars(found.order_by(models.Project.name))
        return [Project(str(one.id), one.name, one.is_archived) for one in ordered]

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Return all activity types of a studio by name, archived ones too."""
        found = select(models.ActivityType).filter_by(studio_id=int(studio_id))
        ordered = db.session.scalars(found.order_by(models.ActivityType.name))
        return [
            ActivityType(str(one.id), one.name, one.hourly_rate, one.is_billable, one.is_archived)
            for one in ordered
        ]


class WorkroomTimelogs:
    """Adds timelogs. Implements `Timelogs`."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add timelogs in one statement and return how many.

        Each gets the hourly rate that its activity type has now.
        """
        kind = models.ActivityType
        found = select(kind.id, kind.hourly_rate).filter_by(studio_id=int(studio_id))
        rates = {str(number): rate for number, rate in db.session.execute(found)}
        rows = [_row(studio_id, log, rates[log.activity_type_id]) for log in timelogs]
        # The table itself, as the mapped class would cost half as much again.
        db.session.execute(insert(db.metadata.tables[models.Timelog.__tablename__]), rows)
        return len(rows)


def _row(studio_id: str, log: NewTimelog, rate: Any) -> dict[str, Any]:
    first_line = next(iter(log.title.strip().splitlines()), "")
    title = first_line[:TITLE_LENGTH]
    return {
        "studio_id": int(studio_id),
        "project_id": int(log.project_id),
        "activity_type_id": int(log.activity_type_id),
        "member_id": int(log.member_id),
        "spent_on": log.spent_on,
        "hours": log.duration.hours,
        "minutes": log.duration.minutes,
        "title": title,
        "memo": "" if title == log.title else log.title,
        "billable": log.billable,
        "hourly_rate": rate,
        "harvest_entry_id": log.entry_id,
    }


def _member(found: models.Member) -> Member:
    return Member(str(found.id), str(found.studio_id), found.name, found.email)
