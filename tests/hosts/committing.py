"""Hosts whose `Timelogs` commit the plugin's transaction, or write outside of it."""

from collections.abc import Sequence
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.orm import Session

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class Commits(Demo):
    """The session is committed after the rows were added, as the host's own pages do."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class CommitsAndSaysNothingOfIt(Demo):
    """The session is committed, and any error of that is suppressed."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        with suppress(Exception):
            db.session.commit()
        return added


class CommitsEachRow(Demo):
    """Each row is committed by itself, and the second one raises an error."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        for number, log in enumerate(timelogs):
            if number:
                raise ValueError("the second row is always wrong")
            self._add(studio_id, [log])
            db.session.commit()
        return len(timelogs)


class CommitsItsConnection(Demo):
    """The connection is committed instead of the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        db.session.connection().commit()
        return added


class CommitsInSql(Demo):
    """`COMMIT` is executed as SQL while the added rows are still in the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.execute(sa.text("COMMIT"))
        return len(timelogs)


class CommitsByDriver(Demo):
    """The driver's connection is committed, which SQLAlchemy does not see."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsByDriverAndBreaks(Demo):
    """The driver's connection is committed, and an error is raised."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._add(studio_id, timelogs)
        self._driver.commit()
        raise ValueError("something is wrong")


class CommitsWhatItTakes(Demo):
    """Rows are committed by the driver, and an odd entry id among them raises an error.

    The plugin then adds rows in smaller parts, some of which are committed.
    """

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if any(log.entry_id % 2 for log in timelogs):
            raise ValueError("odd")
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsBesides(Demo):
    """The rows are committed in a session of the host's own."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with Session(db.engine) as session:
            session.execute(sa.insert(Timelog), self._rows(studio_id, timelogs))
            session.commit()
        return len(timelogs)


class CommitsByAnotherEngine(Demo):
    """The rows are committed by another engine for the same database."""

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
    """The rows are added to a session that is never committed."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with Session(db.engine) as session:
            session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        return len(timelogs)
