"""Hosts whose `Access` gives a wrong answer, one fault each."""

from typing import Any

import sqlalchemy as sa

from demo.workroom import models
from demo.workroom.harvest_host import ROLES, WorkroomAccess
from demo.workroom.models import db
from tests.hosts.people import _members


class EverybodyPro(WorkroomAccess):
    """Every studio is said to be on Pro, whatever its plan."""

    def is_pro(self, studio_id: str) -> bool:
        return True


class NobodyPro(WorkroomAccess):
    """No studio is said to be on Pro, as where the plan's name is misspelt."""

    def is_pro(self, studio_id: str) -> bool:
        return False


class PlanForPro(WorkroomAccess):
    """`is_pro` returns the plan's name, which is true even where it is `free`."""

    def is_pro(self, studio_id: str) -> bool:
        plan: Any = db.session.scalar(sa.select(models.Studio.plan).filter_by(id=int(studio_id)))
        return plan  # type: ignore[no-any-return]  # because that is what is wrong with it


class EverybodyManages(WorkroomAccess):
    """Plain members may manage the integrations as well."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        return bool(_members(id=int(member_id), studio_id=int(studio_id), is_active=True))


class ManagesAnywhere(WorkroomAccess):
    """Managers may manage the integrations of every studio, since the role alone counts."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        role = sa.select(models.Member.role).filter_by(id=int(member_id), is_active=True)
        return db.session.scalar(role) in ROLES


class ManagesForEver(WorkroomAccess):
    """Former managers may still manage the integrations."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        mine = {"id": int(member_id), "studio_id": int(studio_id)}
        return db.session.scalar(sa.select(models.Member.role).filter_by(**mine)) in ROLES
