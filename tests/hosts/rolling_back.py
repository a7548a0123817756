"""Hosts whose `Timelogs` roll back the plugin's transaction, or end its session or savepoint."""

from collections.abc import Sequence

from demo.workroom.models import db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class RollsBack(Demo):
    """The session is rolled back after the rows were added, together with the page's lease."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.rollback()
        return added


class RollsBackAndBreaks(Demo):
    """The session is rolled back and an error raised, as in many an `except` clause."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        db.session.rollback()
        raise ValueError("something is wrong")


class RollsBackAddsAndCommits(Demo):
    """The session is rolled back first, and committed after the rows were added."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.rollback()
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class RollsBackByDriver(Demo):
    """The driver is told to roll back, which SQLAlchemy does not see, and rows are added then."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._driver.rollback()
        return self._add(studio_id, timelogs)


class RemovesTheSession(Demo):
    """The session is removed after the rows were added, as at the end of a request."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.remove()
        return added


class RemovesTheSessionFirst(Demo):
    """The session is removed, and the rows are added to a new one."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.remove()
        return self._add(studio_id, timelogs)


class ClosesTheSession(Demo):
    """The session is closed after the rows were added; the same object is empty then."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.close()
        return added


class LeavesASavepointOpen(Demo):
    """A savepoint is opened and never ended."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.begin_nested()
        return self._add(studio_id, timelogs)


class EndsOurSavepoint(Demo):
    """The innermost savepoint is released, which is the plugin's."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        savepoint = db.session().get_nested_transaction()
        assert savepoint is not None
        savepoint.commit()
        return added
