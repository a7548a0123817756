"""A catalogue that is wrong in what it answers, each in its own way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from demo.workroom import models
from demo.workroom.harvest_host import WorkroomCatalogue
from demo.workroom.models import db
from workroom_harvest import ActivityType, Project


class EverybodysProjects(WorkroomCatalogue):
    """Of all studios."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        found = db.session.scalars(sa.select(models.Project))
        return [Project(str(one.id), one.name, one.is_archived) for one in found]


class EverybodysTypes(WorkroomCatalogue):
    """Of all studios."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        found = db.session.scalars(sa.select(models.Studio.id))
        return [one for each in found.all() for one in super().activity_types(str(each))]


class ArchivedProjectsLeftOut(WorkroomCatalogue):
    """As a dropdown would."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [one for one in super().projects(studio_id) if not one.is_archived]


class ArchivedTypesLeftOut(WorkroomCatalogue):
    """As a dropdown would."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        return [one for one in super().activity_types(studio_id) if not one.is_archived]


class ArchivedProjectsNotFlagged(WorkroomCatalogue):
    """The default stands."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [Project(one.id, one.name) for one in super().projects(studio_id)]


class ArchivedTypesNotFlagged(WorkroomCatalogue):
    """The default stands."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        return [replace(one, is_archived=False) for one in super().activity_types(studio_id)]


class AllArchived(WorkroomCatalogue):
    """The flag is the other way round somewhere."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        return [replace(one, is_archived=True) for one in super().projects(studio_id)]


class FloatRates(WorkroomCatalogue):
    """As JSON has them."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        rates: list[Any] = [float(one.hourly_rate) for one in super().activity_types(studio_id)]
        types = super().activity_types(studio_id)
        return [replace(one, hourly_rate=rate) for one, rate in zip(types, rates, strict=True)]


class NumbersForIds(WorkroomCatalogue):
    """As the database has them."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        numbers: list[Any] = [int(one.id) for one in super().projects(studio_id)]
        found = super().projects(studio_id)
        return [replace(one, id=number) for one, number in zip(found, numbers, strict=True)]
