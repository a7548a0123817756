"""Hosts whose `Timelogs` do not add what they report."""

from collections.abc import Sequence
from contextlib import suppress

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class ReturnsEarly(Demo):
    """Nothing is added and None is returned, as where a feature flag is off."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysNothing(Demo):
    """None is returned, as before `add_many` returned a number."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysYes(Demo):
    """True is returned, which equals 1 in Python."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return self._add(studio_id, timelogs) > 0


class AddsNothing(Demo):
    """Nothing is added, and all rows are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)


class Expunges(Demo):
    """The objects are expunged from the session before they are flushed."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.expunge_all()
        return len(timelogs)


class AddsTwice(Demo):
    """Every row is added twice, and both are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return self._add(studio_id, timelogs) + self._add(studio_id, timelogs)


class Swallows(Demo):
    """Rows that fail are rolled back to a savepoint of their own and left out of the number."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = 0
        for log in timelogs:
            with suppress(ValueError), db.session.begin_nested():
                self._add_one(studio_id, log)
                added += 1
        return added

    def _add_one(self, studio_id: str, log: NewTimelog) -> None:
        if log.entry_id % 2:
            raise ValueError("odd")
        self._add(studio_id, [log])


class SwallowsAndCountsAll(Swallows):
    """Rows that fail are rolled back to a savepoint of their own, and all are reported."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().add_many(studio_id, timelogs)
        return len(timelogs)


class SwallowsAFlush(Demo):
    """The error of a failed flush is suppressed, although it undid the rows added before."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.add_all(Timelog(**row) for row in rows)
        db.session.flush()
        with suppress(Exception):
            db.session.add(Timelog(**{**rows[0], "hours": -1}))
            db.session.flush()
        return len(timelogs)


class SwallowsItsSavepoint(Demo):
    """A savepoint is left open after a failed flush, so that SQLAlchemy refuses to go on."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.begin_nested()
        with suppress(Exception):
            db.session.add(Timelog(**{**rows[0], "hours": -1}))
            db.session.flush()
        return self._add(studio_id, timelogs)
