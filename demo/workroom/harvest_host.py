"""The four objects by which the plugin reaches Workroom."""

from collections.abc import Sequence

from flask import g
from sqlalchemy import select

from demo.workroom import models
from demo.workroom.harvest_timelogs import WorkroomTimelogs
from demo.workroom.models import db
from workroom_harvest import ActivityType, Member, Project

__all__ = ["WorkroomAccess", "WorkroomCatalogue", "WorkroomPeople", "WorkroomTimelogs"]

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


def _member(found: models.Member) -> Member:
    return Member(str(found.id), str(found.studio_id), found.name, found.email)
