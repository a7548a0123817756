"""People that are wrong in what they answer, each in its own way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import request

from demo.workroom import models
from demo.workroom.harvest_host import WorkroomPeople, _member
from demo.workroom.models import db
from workroom_harvest import Member


def _members(**fields: Any) -> list[Member]:
    return [
        _member(one) for one in db.session.scalars(sa.select(models.Member).filter_by(**fields))
    ]


class EverybodysMembers(WorkroomPeople):
    """Of all studios."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return _members(is_active=True)


class RelabelledMembers(WorkroomPeople):
    """Of all studios, as if they were this one's."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return [replace(one, studio_id=studio_id) for one in _members(is_active=True)]


class FormerMembers(WorkroomPeople):
    """Whoever ever was there."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return _members(studio_id=int(studio_id))


class FormerMemberById(WorkroomPeople):
    """By id whoever ever was there."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        return next(iter(_members(id=int(member_id), studio_id=int(studio_id))), None)


class AnybodyById(WorkroomPeople):
    """By id alone."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        return next(iter(_members(id=int(member_id), is_active=True)), None)


class AnybodyByIdRelabelled(AnybodyById):
    """By id alone, as if they were this studio's."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        found = super().member(studio_id, member_id)
        return replace(found, studio_id=studio_id) if found else None


class NamesForAddresses(WorkroomPeople):
    """No owner is ever found."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return [replace(one, email=one.name) for one in super().active_members(studio_id)]


class NeedsARequest(WorkroomPeople):
    """To see who is signed in."""

    def current_member(self) -> Member | None:
        return None if request.cookies.get("workroom") else super().current_member()


class SomebodyIsAlwaysThere(WorkroomPeople):
    """The first member, for want of another."""

    def current_member(self) -> Member | None:
        return super().current_member() or _members()[0]


class ZoneOfItsOwn(WorkroomPeople):
    """A city."""

    def time_zone(self, studio_id: str) -> str | None:
        return "Stockholm"


class FolderOfZones(ZoneOfItsOwn):
    """A continent."""

    def time_zone(self, studio_id: str) -> str | None:
        return "Europe"


class Offset(ZoneOfItsOwn):
    """Which is another in summer."""

    def time_zone(self, studio_id: str) -> str | None:
        return "+01:00"


class EmptyZone(ZoneOfItsOwn):
    """No zone, but not None."""

    def time_zone(self, studio_id: str) -> str | None:
        return ""
