"""Hosts whose `Catalogue` gives a wrong answer, one fault each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from demo.workroom import models
from demo.workroom.harvest_host import WorkroomCatalogue
from demo.workroom.models import db
from workroom_harvest import ActivityType, Project


class EverybodysProjects(WorkroomCatalogue):
    """The projects of all studios are listed."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        found = db.session.scalars(sa.select(models.Project))
        return [Project(str(one.id), one.name, one.is_archived) for one in found]


class EverybodysTypes(WorkroomCatalogue):
    """The activity types of all studios are listed."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        found = db.session.scalars(sa.select(models.Studio.id))
        return [one for each in found.all() for one in super().activity_types(str(each))]


class ArchivedProjectsLeftOut(WorkroomCatalogue):
    """Archived projects are left out, as a dropdown would do."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [one for one in super().projects(studio_id) if not one.is_archived]


class ArchivedTypesLeftOut(WorkroomCatalogue):
    """Archived activity types are left out, as a dropdown would do."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        return [one for one in super().activity_types(studio_id) if not one.is_archived]


class ArchivedProjectsNotFlagged(WorkroomCatalogue):
    """Archived projects are not flagged, since `is_archived` keeps its default."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [Project(one.id, one.name) for one in super().projects(studio_id)]


class ArchivedTypesNotFlagged(WorkroomCatalogue):
    """Archived activity types are not flagged, since `is_archived` keeps its default."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        return [replace(one, is_archived=False) for one in super().activity_types(studio_id)]


class AllArchived(WorkroomCatalogue):
    """All projects are flagged as archived, as by a negated flag."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [replace(one, is_archived=True) for one in super().projects(studio_id)]


class FloatRates(WorkroomCatalogue):
    """Hourly rates are floats, as JSON has them."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        rates: list[Any] = [float(one.hourly_rate) for one in super().activity_types(studio_id)]
        types = super().activity_types(studio_id)
        return [replace(one, hourly_rate=rate) for one, rate in zip(types, rates, strict=True)]


class NumbersForIds(WorkroomCatalogue):
    """Ids are integers, as the database has them."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        numbers: list[Any] = [int(one.id) for one in super().projects(studio_id)]
        found = super().projects(studio_id)
        return [replace(one, id=number) for one, number in zip(found, numbers, strict=True)]
