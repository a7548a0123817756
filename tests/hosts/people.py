"""Hosts whose `People` give a wrong answer, one fault each."""

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
    """The active members of all studios are listed."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return _members(is_active=True)


class RelabelledMembers(WorkroomPeople):
    """The active members of all studios are listed under the id of the asked studio."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return [replace(one, studio_id=studio_id) for one in _members(is_active=True)]


class FormerMembers(WorkroomPeople):
    """Former members are listed as active."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return _members(studio_id=int(studio_id))


class FormerMemberById(WorkroomPeople):
    """A former member is found by id."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        return next(iter(_members(id=int(member_id), studio_id=int(studio_id))), None)


class AnybodyById(WorkroomPeople):
    """A member of another studio is found by id."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        return next(iter(_members(id=int(member_id), is_active=True)), None)


class AnybodyByIdRelabelled(AnybodyById):
    """A member of another studio is found by id, under the id of the asked studio."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        found = super().member(studio_id, member_id)
        return replace(found, studio_id=studio_id) if found else None


class NamesForAddresses(WorkroomPeople):
    """E-mail addresses are names, so that no owner is ever found."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return [replace(one, email=one.name) for one in super().active_members(studio_id)]


class NeedsARequest(WorkroomPeople):
    """`current_member` raises an error outside of a request."""

    def current_member(self) -> Member | None:
        return None if request.cookies.get("workroom") else super().current_member()


class SomebodyIsAlwaysThere(WorkroomPeople):
    """The first member counts as signed in where nobody is."""

    def current_member(self) -> Member | None:
        return super().current_member() or _members()[0]


class ZoneOfItsOwn(WorkroomPeople):
    """The time zone is a city without its continent."""

    def time_zone(self, studio_id: str) -> str | None:
        return "Stockholm"


class FolderOfZones(ZoneOfItsOwn):
    """The time zone is a continent without a city."""

    def time_zone(self, studio_id: str) -> str | None:
        return "Europe"


class Offset(ZoneOfItsOwn):
    """The time zone is an offset, which differs in summer."""

    def time_zone(self, studio_id: str) -> str | None:
        return "+01:00"


class EmptyZone(ZoneOfItsOwn):
    """The time zone is an empty text instead of None."""

    def time_zone(self, studio_id: str) -> str | None:
        return ""
