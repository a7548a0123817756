"""People, Access, Catalogue and Timelogs that are wrong in what they answer, each in its own way.

`WRONG` names for each the tests of the contract that must find it out.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import request

from demo.workroom import models
from demo.workroom.harvest_host import (
    ROLES,
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    _member,
    _row,
)
from demo.workroom.models import db
from tests.hosts import transactions
from tests.hosts.transactions import Demo
from workroom_harvest import ActivityType, Duration, Member, NewTimelog, Project
from workroom_harvest.testing import HostContract


def _members(**fields: Any) -> list[Member]:
    return [
        _member(one) for one in db.session.scalars(sa.select(models.Member).filter_by(**fields))
    ]


# People.


class EverybodysMembers(WorkroomPeople):
    """Of all studios."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Wrong."""
        return _members(is_active=True)


class RelabelledMembers(WorkroomPeople):
    """Of all studios, as if they were this one's."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Wrong."""
        return [replace(one, studio_id=studio_id) for one in _members(is_active=True)]


class FormerMembers(WorkroomPeople):
    """Whoever ever was there."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Wrong."""
        return _members(studio_id=int(studio_id))


class FormerMemberById(WorkroomPeople):
    """By id whoever ever was there."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Wrong."""
        return next(iter(_members(id=int(member_id), studio_id=int(studio_id))), None)


class AnybodyById(WorkroomPeople):
    """By id alone."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Wrong."""
        return next(iter(_members(id=int(member_id), is_active=True)), None)


class AnybodyByIdRelabelled(AnybodyById):
    """By id alone, as if they were this studio's."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Wrong."""
        found = super().member(studio_id, member_id)
        return replace(found, studio_id=studio_id) if found else None


class NamesForAddresses(WorkroomPeople):
    """No owner is ever found."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Wrong."""
        return [replace(one, email=one.name) for one in super().active_members(studio_id)]


class NeedsARequest(WorkroomPeople):
    """To see who is signed in."""

    def current_member(self) -> Member | None:
        """Wrong."""
        return None if request.cookies.get("workroom") else super().current_member()


class SomebodyIsAlwaysThere(WorkroomPeople):
    """The first member, for want of another."""

    def current_member(self) -> Member | None:
        """Wrong."""
        return super().current_member() or _members()[0]


class ZoneOfItsOwn(WorkroomPeople):
    """A city."""

    def time_zone(self, studio_id: str) -> str | None:
        """Wrong."""
        return "Stockholm"


class FolderOfZones(ZoneOfItsOwn):
    """A continent."""

    def time_zone(self, studio_id: str) -> str | None:
        """Wrong."""
        return "Europe"


class Offset(ZoneOfItsOwn):
    """Which is another in summer."""

    def time_zone(self, studio_id: str) -> str | None:
        """Wrong."""
        return "+01:00"


class EmptyZone(ZoneOfItsOwn):
    """No zone, but not None."""

    def time_zone(self, studio_id: str) -> str | None:
        """Wrong."""
        return ""


# Access.


class EverybodyPro(WorkroomAccess):
    """Whatever they pay."""

    def is_pro(self, studio_id: str) -> bool:
        """Wrong."""
        return True


class NobodyPro(WorkroomAccess):
    """The plan is spelt otherwise."""

    def is_pro(self, studio_id: str) -> bool:
        """Wrong."""
        return False


class PlanForPro(WorkroomAccess):
    """The plan's name, which is true even where it is `free`."""

    def is_pro(self, studio_id: str) -> bool:
        """Wrong."""
        plan: Any = db.session.scalar(sa.select(models.Studio.plan).filter_by(id=int(studio_id)))
        return plan  # type: ignore[no-any-return]  # because that is what is wrong with it


class EverybodyManages(WorkroomAccess):
    """Plain members, too."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Wrong."""
        return bool(_members(id=int(member_id), studio_id=int(studio_id), is_active=True))


class ManagesAnywhere(WorkroomAccess):
    """By role alone."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Wrong."""
        role = sa.select(models.Member.role).filter_by(id=int(member_id), is_active=True)
        return db.session.scalar(role) in ROLES


class ManagesForEver(WorkroomAccess):
    """Whoever left, too."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Wrong."""
        mine = {"id": int(member_id), "studio_id": int(studio_id)}
        return db.session.scalar(sa.select(models.Member.role).filter_by(**mine)) in ROLES


# Catalogue.


class EverybodysProjects(WorkroomCatalogue):
    """Of all studios."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Wrong."""
        found = db.session.scalars(sa.select(models.Project))
        return [Project(str(one.id), one.name, one.is_archived) for one in found]


class EverybodysTypes(WorkroomCatalogue):
    """Of all studios."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Wrong."""
        found = db.session.scalars(sa.select(models.Studio.id))
        return [one for each in found.all() for one in super().activity_types(str(each))]


class ArchivedProjectsLeftOut(WorkroomCatalogue):
    """As a dropdown would."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Wrong."""
        return [one for one in super().projects(studio_id) if not one.is_archived]


class ArchivedTypesLeftOut(WorkroomCatalogue):
    """As a dropdown would."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Wrong."""
        return [one for one in super().activity_types(studio_id) if not one.is_archived]


class ArchivedProjectsNotFlagged(WorkroomCatalogue):
    """The default stands."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Wrong."""
        return [Project(one.id, one.name) for one in super().projects(studio_id)]


class ArchivedTypesNotFlagged(WorkroomCatalogue):
    """The default stands."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Wrong."""
        return [replace(one, is_archived=False) for one in super().activity_types(studio_id)]


class AllArchived(WorkroomCatalogue):
    """The flag is the other way round somewhere."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Wrong."""
        return [replace(one, is_archived=True) for one in super().projects(studio_id)]


class FloatRates(WorkroomCatalogue):
    """As JSON has them."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Wrong."""
        rates: list[Any] = [float(one.hourly_rate) for one in super().activity_types(studio_id)]
        types = super().activity_types(studio_id)
        return [replace(one, hourly_rate=rate) for one, rate in zip(types, rates, strict=True)]


class NumbersForIds(WorkroomCatalogue):
    """As the database has them."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Wrong."""
        numbers: list[Any] = [int(one.id) for one in super().projects(studio_id)]
        found = super().projects(studio_id)
        return [replace(one, id=number) for one, number in zip(found, numbers, strict=True)]


# Timelogs: what they write.


class Rewriting(Demo):
    """Writes something else than it was given."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        raise NotImplementedError

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong, by `_row`."""
        rows = [self._row(studio_id, log) for log in timelogs]
        db.session.execute(sa.insert(models.Timelog), rows)
        return len(rows)

    def _right(self, studio_id: str, log: NewTimelog, **changes: Any) -> dict[str, Any]:
        return {**_row(studio_id, replace(log, **changes), 90)}


class WholeHours(Rewriting):
    """Minutes are dropped."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, duration=Duration(log.duration.hours, 0))


class HoursWithinADay(Rewriting):
    """As a time of day."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        duration = Duration(log.duration.hours % 24, log.duration.minutes)
        return self._right(studio_id, log, duration=duration)


class Quarters(Rewriting):
    """Rounded, as it is billed."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        minutes = -(-(log.duration.hours * 60 + log.duration.minutes) // 15) * 15
        return self._right(studio_id, log, duration=Duration(*divmod(minutes, 60)))


class ShortTitles(Rewriting):
    """A word."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, title=log.title.split()[0])


class EscapedTitles(Rewriting):
    """Once too often."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, title=log.title.replace("<", "&lt;"))


class AlwaysBillable(Rewriting):
    """By the activity type."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, billable=True)


class Today(Rewriting):
    """The day of the import."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, spent_on=date(2026, 7, 1))


class FirstMember(Rewriting):
    """Whoever that is."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, member_id="1")


class FirstProject(Rewriting):
    """Whatever that is."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, project_id="2")


class FirstType(Rewriting):
    """Whatever that is."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, activity_type_id="2")


class ShortStamps(Rewriting):
    """Of 31 bits."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, entry_id=log.entry_id % 2**31)


class AnotherStudio(Rewriting):
    """The second one, whoever asks."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right("2", log)


class SwallowsWhatFails(Demo):
    """Row by row: a log line, and on to the next."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                self._add(studio_id, [log])
        return len(timelogs)


class SwallowsAndCounts(Demo):
    """The same, but it says how many there are."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = 0
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                added += self._add(studio_id, [log])
        return added


class IgnoresWhatIsThere(Demo):
    """The database is told to do nothing about it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        rows = self._rows(studio_id, timelogs)
        db.session.execute(sa.insert(models.Timelog).prefix_with("OR IGNORE"), rows)
        return len(rows)


class FirstHundred(Demo):
    """The rest another time."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._add(studio_id, timelogs[:100])
        return len(timelogs)


class ShortMemos(Demo):
    """It refuses what is long."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        if any(len(log.title) > 1000 for log in timelogs):
            raise ValueError("too long")
        return self._add(studio_id, timelogs)


C = HostContract
FIELDS = C.test_what_is_added_is_there_field_by_field
OPEN = C.test_it_leaves_the_callers_transaction_open
COUNT = C.test_it_says_how_many_it_added
ALL = C.test_it_adds_all_or_raises

WRONG: dict[type, Any] = {
    EverybodysMembers: C.test_active_members_are_the_studios_own,
    RelabelledMembers: C.test_active_members_are_the_studios_own,
    FormerMembers: C.test_a_former_member_is_no_longer_active,
    FormerMemberById: C.test_a_former_member_is_no_longer_active,
    AnybodyById: C.test_a_member_is_found_by_id_in_their_own_studio_only,
    AnybodyByIdRelabelled: C.test_a_member_is_found_by_id_in_their_own_studio_only,
    NamesForAddresses: C.test_an_address_is_one_or_none,
    NeedsARequest: C.test_nobody_is_signed_in_outside_of_a_request,
    SomebodyIsAlwaysThere: C.test_nobody_is_signed_in_outside_of_a_request,
    ZoneOfItsOwn: C.test_a_time_zone_has_an_iana_name_or_there_is_none,
    FolderOfZones: C.test_a_time_zone_has_an_iana_name_or_there_is_none,
    Offset: C.test_a_time_zone_has_an_iana_name_or_there_is_none,
    EmptyZone: C.test_a_time_zone_has_an_iana_name_or_there_is_none,
    EverybodyPro: C.test_pro_is_said_of_studios_on_pro_alone,
    NobodyPro: C.test_pro_is_said_of_studios_on_pro_alone,
    PlanForPro: C.test_pro_is_said_of_studios_on_pro_alone,
    EverybodyManages: C.test_managers_manage_their_own_studio_alone,
    ManagesAnywhere: C.test_managers_manage_their_own_studio_alone,
    ManagesForEver: C.test_managers_manage_their_own_studio_alone,
    EverybodysProjects: C.test_projects_are_the_studios_own,
    EverybodysTypes: C.test_activity_types_are_the_studios_own,
    ArchivedProjectsLeftOut: C.test_archived_projects_are_there_and_flagged,
    ArchivedTypesLeftOut: C.test_archived_activity_types_are_there_and_flagged,
    ArchivedProjectsNotFlagged: C.test_archived_projects_are_there_and_flagged,
    ArchivedTypesNotFlagged: C.test_archived_activity_types_are_there_and_flagged,
    AllArchived: C.test_archived_projects_are_there_and_flagged,
    FloatRates: C.test_rates_are_exact,
    NumbersForIds: C.test_ids_are_short_text,
    WholeHours: FIELDS,
    HoursWithinADay: FIELDS,
    Quarters: FIELDS,
    ShortTitles: FIELDS,
    EscapedTitles: FIELDS,
    AlwaysBillable: FIELDS,
    Today: FIELDS,
    FirstMember: FIELDS,
    FirstProject: FIELDS,
    FirstType: FIELDS,
    ShortStamps: FIELDS,
    AnotherStudio: FIELDS,
    SwallowsWhatFails: ALL,
    SwallowsAndCounts: ALL,
    IgnoresWhatIsThere: ALL,
    FirstHundred: C.test_a_full_page_is_taken_at_once,
    ShortMemos: C.test_a_long_title_with_line_breaks_is_taken,
    transactions.Commits: OPEN,
    transactions.CommitsAndSaysNothingOfIt: OPEN,
    transactions.CommitsEachRow: FIELDS,
    transactions.CommitsItsConnection: OPEN,
    transactions.CommitsInSql: OPEN,
    transactions.CommitsByDriver: OPEN,
    transactions.CommitsByDriverAndBreaks: FIELDS,
    transactions.CommitsWhatItTakes: OPEN,
    transactions.AddsBesides: OPEN,
    transactions.RollsBack: OPEN,
    transactions.RollsBackAndBreaks: OPEN,
    transactions.RollsBackAddsAndCommits: OPEN,
    transactions.RollsBackByDriver: OPEN,
    transactions.RemovesTheSession: OPEN,
    transactions.RemovesTheSessionFirst: OPEN,
    transactions.ClosesTheSession: OPEN,
    transactions.ReturnsEarly: COUNT,
    transactions.SaysNothing: COUNT,
    transactions.SaysYes: COUNT,
    transactions.AddsNothing: FIELDS,
    transactions.Expunges: OPEN,
    transactions.AddsTwice: COUNT,
    transactions.Swallows: FIELDS,
    transactions.SwallowsAndCountsAll: FIELDS,
    transactions.SwallowsAFlush: OPEN,
    transactions.SwallowsItsSavepoint: OPEN,
}
"""All but two that leave savepoints as they should not be: only the plugin's own transaction can
see that, and stops them."""
