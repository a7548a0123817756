"""Hosts whose `Timelogs` write other values than they were given, or not all of them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from demo.workroom import models
from demo.workroom.harvest_timelogs import _row
from demo.workroom.models import db
from tests.hosts.demo import Demo
from workroom_harvest import Duration, NewTimelog


class Rewriting(Demo, ABC):
    """The base of the hosts that write other values than they were given."""

    @abstractmethod
    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        """Return the row that is written for a timelog."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add the row that `_row` makes of each timelog, and return their number."""
        rows = [self._row(studio_id, log) for log in timelogs]
        db.session.execute(sa.insert(models.Timelog), rows)
        return len(rows)

    def _right(self, studio_id: str, log: NewTimelog, **changes: Any) -> dict[str, Any]:
        return {**_row(studio_id, replace(log, **changes), 90)}


class WholeHours(Rewriting):
    """Minutes are dropped from the duration."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, duration=Duration(log.duration.hours, 0))


class HoursWithinADay(Rewriting):
    """Hours are taken modulo 24, as for a time of day."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        duration = Duration(log.duration.hours % 24, log.duration.minutes)
        return self._right(studio_id, log, duration=duration)


class Quarters(Rewriting):
    """Durations are rounded up to quarters of an hour, as they are billed."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        minutes = -(-(log.duration.hours * 60 + log.duration.minutes) // 15) * 15
        return self._right(studio_id, log, duration=Duration(*divmod(minutes, 60)))


class ShortTitles(Rewriting):
    """Titles are cut to their first word."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, title=log.title.split()[0])


class EscapedTitles(Rewriting):
    """Titles are escaped as HTML before they are stored."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, title=log.title.replace("<", "&lt;"))


class AlwaysBillable(Rewriting):
    """Every timelog is billable, whatever its entry says."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, billable=True)


class Today(Rewriting):
    """The day of the import is stored instead of the entry's."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, spent_on=date(2026, 7, 1))


class FirstMember(Rewriting):
    """Every timelog belongs to the first member."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, member_id="1")


class FirstProject(Rewriting):
    """Every timelog belongs to the same project."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, project_id="2")


class FirstType(Rewriting):
    """Every timelog has the same activity type."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, activity_type_id="2")


class ShortStamps(Rewriting):
    """Stamps are cut to 31 bits."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right(studio_id, log, entry_id=log.entry_id % 2**31)


class AnotherStudio(Rewriting):
    """Every timelog belongs to the second studio, whichever studio asks."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        return self._right("2", log)


class SwallowsWhatFails(Demo):
    """Rows that fail are left out, and all are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                self._add(studio_id, [log])
        return len(timelogs)


class SwallowsAndCounts(Demo):
    """Rows that fail are left out, and the others are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = 0
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                added += self._add(studio_id, [log])
        return added


class IgnoresWhatIsThere(Demo):
    """Rows whose stamp is there already are ignored by the database, and all are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.execute(sa.insert(models.Timelog).prefix_with("OR IGNORE"), rows)
        return len(rows)


class FirstHundred(Demo):
    """The first hundred rows are added, and all are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs[:100])
        return len(timelogs)


class ShortMemos(Demo):
    """Titles above 1,000 characters are refused."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if any(len(log.title) > 1000 for log in timelogs):
            raise ValueError("too long")
        return self._add(studio_id, timelogs)
