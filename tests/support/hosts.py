"""The demo Workroom as its own tests show it to the contract of `workroom_harvest.testing`."""

from collections.abc import Sequence

from sqlalchemy import select, update

from demo.workroom.harvest_host import (
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    WorkroomTimelogs,
)
from demo.workroom.models import ActivityType, Member, Project, Studio, Timelog, db
from workroom_harvest.testing import Host, Written


def workroom_host() -> Host:
    """Studio Lindqvist with a designer who has left, beside Atelier Moreau and Nordform."""
    ours, other, free = (
        _studio(name) for name in ("Studio Lindqvist", "Atelier Moreau", "Nordform")
    )
    gone = Member(
        studio_id=ours,
        name="Gunnar Gone",
        email="gunnar@lindqvist.example",
        role="designer",
        password_hash="",
        is_active=False,
    )
    db.session.add(gone)
    db.session.commit()
    return Host(
        people=WorkroomPeople(),
        access=WorkroomAccess(),
        catalogue=WorkroomCatalogue(),
        timelogs=WorkroomTimelogs(),
        studio_id=str(ours),
        manager_id=_one(Member, name="Elin Lindqvist"),
        plain_member_id=_one(Member, name="Mira Holm"),
        former_manager_id=str(gone.id),
        project_id=_one(Project, name="Villa Sandhamn"),
        archived_project_id=_one(Project, name="Old Town Loft"),
        activity_type_id=_one(ActivityType, name="Space Planning"),
        archived_activity_type_id=_one(ActivityType, studio_id=ours, is_archived=True),
        other_studio_id=str(other),
        other_manager_id=_one(Member, name="Claire Moreau"),
        other_project_id=_one(Project, name="Maison Biarritz"),
        other_activity_type_id=_one(ActivityType, name="Chantier"),
        studio_id_without_pro=str(free),
        written=lambda: _written(ours),
        rollback=db.session.rollback,
        begin=lambda: db.session.execute(update(Studio).values(name=Studio.name)),
        lock=lambda stamp: db.session.execute(
            update(Timelog).filter_by(studio_id=ours, harvest_entry_id=stamp).values(is_locked=True)
        ),
    )


def _studio(name: str) -> int:
    return db.session.scalars(select(Studio.id).filter_by(name=name)).one()


def _one(kind: type[Member] | type[Project] | type[ActivityType], **fields: object) -> str:
    return str(db.session.scalars(select(kind.id).filter_by(**fields)).one())


def _written(studio: int) -> Sequence[Written]:
    mine = select(Timelog).filter_by(studio_id=studio).where(Timelog.harvest_entry_id.is_not(None))
    return [
        Written(
            stamp=log.harvest_entry_id or 0,
            project_id=str(log.project_id),
            activity_type_id=str(log.activity_type_id),
            member_id=str(log.member_id),
            spent_on=log.spent_on,
            minutes=log.hours * 60 + log.minutes,
            title=log.title,
            billable=log.billable,
        )
        for log in db.session.scalars(mine)
    ]
