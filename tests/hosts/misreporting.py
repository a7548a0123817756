"""Timelogs that do not add what they say."""

from collections.abc import Sequence
from contextlib import suppress

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class ReturnsEarly(Demo):
    """A feature flag is off."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysNothing(Demo):
    """As before there was something to say."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysYes(Demo):
    """True is 1 in Python."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return self._add(studio_id, timelogs) > 0


class AddsNothing(Demo):
    """And says that it did."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)


class Expunges(Demo):
    """So that the objects take no memory."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.expunge_all()
        return len(timelogs)


class AddsTwice(Demo):
    """And says so."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return self._add(studio_id, timelogs) + self._add(studio_id, timelogs)


class Swallows(Demo):
    """Row by row, in savepoints that it ends well: what fails is left out, and counted."""

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
    """The same, but it says that all are there."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().add_many(studio_id, timelogs)
        return len(timelogs)


class SwallowsAFlush(Demo):
    """What it added before is gone with it, and it does not look."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.add_all(Timelog(**row) for row in rows)
        db.session.flush()
        with suppress(Exception):
            db.session.add(Timelog(**{**rows[0], "hours": -1}))
            db.session.flush()
        return len(timelogs)


class SwallowsItsSavepoint(Demo):
    """It does not end what failed, and SQLAlchemy refuses to go on."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        db.session.begin_nested()
        with suppress(Exception):
            db.session.add(Timelog(**{**rows[0], "hours": -1}))
            db.session.flush()
        return self._add(studio_id, timelogs)
