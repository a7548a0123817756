"""Timelogs that roll the plugin's transaction back, or end its session or savepoint."""

from collections.abc import Sequence

from demo.workroom.models import db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class RollsBack(Demo):
    """Undoes the page's lease with its rows."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.rollback()
        return added


class RollsBackAndBreaks(Demo):
    """As many do in an `except`."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        db.session.rollback()
        raise ValueError("something is wrong")


class RollsBackAddsAndCommits(Demo):
    """Begins anew, to be sure."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.rollback()
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class RollsBackByDriver(Demo):
    """Where nobody sees it, and adds then."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._driver.rollback()
        return self._add(studio_id, timelogs)


class RemovesTheSession(Demo):
    """As at the end of a request."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.remove()
        return added


class RemovesTheSessionFirst(Demo):
    """And adds to a fresh one."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.remove()
        return self._add(studio_id, timelogs)


class ClosesTheSession(Demo):
    """The same object, with nothing in it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.close()
        return added


class LeavesASavepointOpen(Demo):
    """Nobody knows who is to end it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.begin_nested()
        return self._add(studio_id, timelogs)


class EndsOurSavepoint(Demo):
    """It is the innermost, and not the host's."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        savepoint = db.session().get_nested_transaction()
        assert savepoint is not None
        savepoint.commit()
        return added
