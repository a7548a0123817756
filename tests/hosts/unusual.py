"""Hosts whose `Timelogs` are right, though unlike the demo's."""

from collections.abc import Sequence

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog, TimelogsRefused


class Objects(Demo):
    """Objects are added to the session, which flushes them when it likes."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.add_all(Timelog(**row) for row in self._rows(studio_id, timelogs))
        return len(timelogs)


class Flushed(Objects):
    """Objects are added to the session and flushed at once."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = super().add_many(studio_id, timelogs)
        db.session.flush()
        return added


class BulkObjects(Demo):
    """Objects are saved in bulk."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.bulk_save_objects(
            [Timelog(**row) for row in self._rows(studio_id, timelogs)], return_defaults=True
        )
        return len(timelogs)


class BulkRows(Demo):
    """Rows are inserted in bulk."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.bulk_insert_mappings(sa.inspect(Timelog), self._rows(studio_id, timelogs))
        return len(timelogs)


class Core(Demo):
    """Rows are inserted on the session's connection."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = self._rows(studio_id, timelogs)
        table = Timelog.__table__
        assert isinstance(table, sa.Table)
        return len(
            db.session.connection().execute(table.insert().returning(table.c.id), rows).all()
        )


class ItsOwnSavepoint(Demo):
    """All rows are added inside a savepoint of the host's."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with db.session.begin_nested():
            return self._add(studio_id, timelogs)


class ASavepointEach(Demo):
    """Each row is added in savepoints, one rolled back and two nested ones released."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        for log in timelogs:
            undone = db.session.begin_nested()
            self._add(studio_id, [log])
            undone.rollback()
            with db.session.begin_nested(), db.session.begin_nested():
                self._add(studio_id, [log])
        return len(timelogs)


class Looks(Demo):
    """Rows are added one by one in savepoints, and all refusals are raised together.

    That is all or none.
    """

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        causes = {}
        for log in timelogs:
            try:
                with db.session.begin_nested():
                    self._add(studio_id, [log])
            except sa.exc.IntegrityError:
                causes[log.entry_id] = "It is there already."
        if causes:
            raise TimelogsRefused(causes)
        return len(timelogs)


class InSql(Demo):
    """Savepoints are made as SQL text, with a query after them."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        db.session.execute(sa.text("SAVEPOINT mine"))
        self._add(studio_id, timelogs)
        db.session.execute(sa.text("ROLLBACK TO SAVEPOINT mine"))
        db.session.execute(sa.text("RELEASE SAVEPOINT mine"))
        added = self._add(studio_id, timelogs)
        db.session.scalars(sa.select(Timelog.id)).all()
        return added


class ByDriver(Demo):
    """Rows are inserted by the driver's own cursor."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = [
            {**row, "spent_on": str(row["spent_on"]), "created_at": "2026-06-01 00:00:00"}
            for row in self._rows(studio_id, timelogs)
        ]
        names = list(rows[0])
        is_sqlite = db.engine.dialect.name == "sqlite"
        marks = ", ".join(["?" if is_sqlite else "%s"] * len(names))
        cursor = self._driver.cursor()
        cursor.executemany(
            f"INSERT INTO timelog ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 because the names are ours
            [[float(v) if n == "hourly_rate" else v for n, v in row.items()] for row in rows],
        )
        cursor.close()
        return len(timelogs)


class ReadsBesides(Demo):
    """A query on another connection of the same engine comes before the rows are added."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        with db.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        return self._add(studio_id, timelogs)


class CommitsElsewhere(Demo):
    """Another database of the host's is committed, which is its own affair."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE audit (id INTEGER)"))
        engine.dispose()
        return self._add(studio_id, timelogs)


RIGHT: tuple[type[Demo], ...] = (
    Demo,
    Objects,
    Flushed,
    BulkObjects,
    BulkRows,
    Core,
    ItsOwnSavepoint,
    ASavepointEach,
    Looks,
    InSql,
    ByDriver,
    ReadsBesides,
    CommitsElsewhere,
)
