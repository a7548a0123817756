"""Timelogs that do with the plugin's transaction what they must not, each in its own way.

All of them are the demo's otherwise. `_add` does what the demo does; what follows it is wrong.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from demo.workroom.harvest_host import WorkroomTimelogs, _row
from demo.workroom.models import ActivityType, Timelog, db
from workroom_harvest import NewTimelog


class Demo(WorkroomTimelogs):
    """The demo's own, with words for what the others need."""

    def _add(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs)

    def _rows(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> list[dict[str, Any]]:
        rate = db.session.scalars(sa.select(ActivityType.hourly_rate).limit(1)).one()
        return [_row(studio_id, log, rate) for log in timelogs]

    @property
    def _driver(self) -> Any:
        return db.session.connection().connection.dbapi_connection


class Commits(Demo):
    """Makes it last, as its pages do."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class CommitsAndSaysNothingOfIt(Demo):
    """Whatever goes wrong is nobody's affair."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        with suppress(Exception):
            db.session.commit()
        return added


class CommitsEachRow(Demo):
    """And breaks at the second."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        for number, log in enumerate(timelogs):
            if number:
                raise ValueError("the second row is always wrong")
            self._add(studio_id, [log])
            db.session.commit()
        return len(timelogs)


class CommitsItsConnection(Demo):
    """Past the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        db.session.connection().commit()
        return added


class CommitsInSql(Demo):
    """By text, with what it added still in the session."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.execute(sa.text("COMMIT"))
        return len(timelogs)


class CommitsByDriver(Demo):
    """Where nobody sees it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsByDriverAndBreaks(Demo):
    """The error is not all that is wrong."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._add(studio_id, timelogs)
        self._driver.commit()
        raise ValueError("something is wrong")


class CommitsWhatItTakes(Demo):
    """By the driver, and breaks where a row is odd: others are taken, and committed, in parts."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        if any(log.entry_id % 2 for log in timelogs):
            raise ValueError("odd")
        added = self._add(studio_id, timelogs)
        self._driver.commit()
        return added


class CommitsBesides(Demo):
    """In a session of its own."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        with Session(db.engine) as session:
            session.execute(sa.insert(Timelog), self._rows(studio_id, timelogs))
            session.commit()
        return len(timelogs)


class CommitsByAnotherEngine(Demo):
    """For the same database."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
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
        """Wrong."""
        with Session(db.engine) as session:
            session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        return len(timelogs)


class RollsBack(Demo):
    """Undoes the page's lease with its rows."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        db.session.rollback()
        return added


class RollsBackAndBreaks(Demo):
    """As many do in an `except`."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._add(studio_id, timelogs)
        db.session.rollback()
        raise ValueError("something is wrong")


class RollsBackAddsAndCommits(Demo):
    """Begins anew, to be sure."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        db.session.rollback()
        added = self._add(studio_id, timelogs)
        db.session.commit()
        return added


class RollsBackByDriver(Demo):
    """Where nobody sees it, and adds then."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._driver.rollback()
        return self._add(studio_id, timelogs)


class RemovesTheSession(Demo):
    """As at the end of a request."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        db.session.remove()
        return added


class RemovesTheSessionFirst(Demo):
    """And adds to a fresh one."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        db.session.remove()
        return self._add(studio_id, timelogs)


class ClosesTheSession(Demo):
    """The same object, with nothing in it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        db.session.close()
        return added


class LeavesASavepointOpen(Demo):
    """Nobody knows who is to end it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        db.session.begin_nested()
        return self._add(studio_id, timelogs)


class EndsOurSavepoint(Demo):
    """It is the innermost, and not the host's."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = self._add(studio_id, timelogs)
        savepoint = db.session().get_nested_transaction()
        assert savepoint is not None
        savepoint.commit()
        return added


class ReturnsEarly(Demo):
    """A feature flag is off."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysNothing(Demo):
    """As before there was something to say."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._add(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SaysYes(Demo):
    """True is 1 in Python."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return self._add(studio_id, timelogs) > 0


class AddsNothing(Demo):
    """And says that it did."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return len(timelogs)


class Expunges(Demo):
    """So that the objects take no memory."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        db.session.expunge_all()
        return len(timelogs)


class AddsTwice(Demo):
    """And says so."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return self._add(studio_id, timelogs) + self._add(studio_id, timelogs)


class Swallows(Demo):
    """Row by row, in savepoints that it ends well: what fails is left out, and counted."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
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
        """Wrong."""
        super().add_many(studio_id, timelogs)
        return len(timelogs)


class SwallowsAFlush(Demo):
    """What it added before is gone with it, and it does not look."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
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
        """Wrong."""
        rows = self._rows(studio_id, timelogs)
        db.session.begin_nested()
        with suppress(Exception):
            db.session.add(Timelog(**{**rows[0], "hours": -1}))
            db.session.flush()
        return self._add(studio_id, timelogs)


WRONG: tuple[type[Demo], ...] = (
    Commits,
    CommitsAndSaysNothingOfIt,
    CommitsEachRow,
    CommitsItsConnection,
    CommitsInSql,
    CommitsByDriver,
    CommitsByDriverAndBreaks,
    CommitsWhatItTakes,
    AddsBesides,
    RollsBack,
    RollsBackAndBreaks,
    RollsBackAddsAndCommits,
    RollsBackByDriver,
    RemovesTheSession,
    RemovesTheSessionFirst,
    ClosesTheSession,
    LeavesASavepointOpen,
    EndsOurSavepoint,
    ReturnsEarly,
    SaysNothing,
    SaysYes,
    AddsNothing,
    Expunges,
    AddsTwice,
    Swallows,
    SwallowsAndCountsAll,
    SwallowsAFlush,
    SwallowsItsSavepoint,
)
BESIDES: tuple[type[Demo], ...] = (CommitsBesides, CommitsByAnotherEngine)
"""SQLite has one writer: there they wait for themselves until their patience ends."""
