"""Timelogs that write something else than they were given, or not all of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from demo.workroom import models
from demo.workroom.harvest_host import _row
from demo.workroom.models import db
from tests.hosts.demo import Demo
from workroom_harvest import Duration, NewTimelog


class Rewriting(Demo):
    """Writes something else than it was given."""

    def _row(self, studio_id: str, log: NewTimelog) -> dict[str, Any]:
        raise NotImplementedError

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add what `_row` makes of each timelog."""
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
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                self._add(studio_id, [log])
        return len(timelogs)


class SwallowsAndCounts(Demo):
    """The same, but it says how many there are."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = 0
        for log in timelogs:
            with suppress(Exception), db.session.begin_nested():
                added += self._add(studio_id, [log])
        return added


class IgnoresWhatIsThere(Demo):
    """The database is told to do nothing about it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.execute(sa.insert(models.Timelog).prefix_with("OR IGNORE"), rows)
        return len(rows)


class FirstHundred(Demo):
    """The rest another time."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs[:100])
        return len(timelogs)


class ShortMemos(Demo):
    """It refuses what is long."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if any(len(log.title) > 1000 for log in timelogs):
            raise ValueError("too long")
        return self._add(studio_id, timelogs)
