"""Timelogs that commit the plugin's transaction, or write beside it."""

from collections.abc import Sequence
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.orm import Session

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class Commits(Demo):
    """Makes it last, as its pages do."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class CommitsAndSaysNothingOfIt(Demo):
    """Whatever goes wrong is nobody's affair."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        with suppress(Exception):
            db.session.commit()
        return added


class CommitsEachRow(Demo):
    """And breaks at the second."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        for number, log in enumerate(timelogs):
            if number:
                raise ValueError("the second row is always wrong")
            self._add(studio_id, [log])
            db.session.commit()
        return len(timelogs)


class CommitsItsConnection(Demo):
    """Past the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.connection().commit()
        return added


class CommitsInSql(Demo):
    """By text, with what it added still in the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.execute(sa.text("COMMIT"))
        return len(timelogs)


class CommitsByDriver(Demo):
    """Where nobody sees it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsByDriverAndBreaks(Demo):
    """The error is not all that is wrong."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        self._driver.commit()
        raise ValueError("something is wrong")


class CommitsWhatItTakes(Demo):
    """By the driver, and breaks where a row is odd: others are taken, and committed, in parts."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if any(log.entry_id % 2 for log in timelogs):
            raise ValueError("odd")
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsBesides(Demo):
    """In a session of its own."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with Session(db.engine) as session:
            session.execute(sa.insert(Timelog), self._rows(studio_id, timelogs))
            session.commit()
        return len(timelogs)


class CommitsByAnotherEngine(Demo):
    """For the same database."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        engine = sa.create_engine(db.engine.url)
        try:
            with engine.begin() as connection:
                connection.execute(sa.insert(Timelog), rows)
        finally:
            engine.dispose()
        return len(timelogs)


class AddsBesides(Demo):
    """In a session that nobody commits."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with Session(db.engine) as session:
            session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        return len(timelogs)
