"""Statements over many rows, by the fastest way of each database that tells how many were changed.

PostgreSQL gets all rows as one JSON text in one statement; SQLite, which runs in this process, gets
them from its driver row by row. Both take a third to a half of the time of SQLAlchemy's own way.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from workroom_harvest.adapters.sql.session import HostSession

Row = Mapping[str, Any]
"""The values of a row by column name: text, numbers and booleans, or None.

Dates and instants are text in the form in which SQLite stores them.
"""

KEY = ("studio_id", "entry_id")
"""The key of an entry's row."""


def insert_rows(
    session: HostSession, table: sa.Table, rows: Sequence[Row], otherwise: str = ""
) -> None:
    """Insert the rows, which have the same columns; there may be none.

    `otherwise` is an `ON CONFLICT` clause. Without one, if a constraint refuses a row, the
    database's error is raised, and none is inserted.
    """
    if rows:
        names = tuple(rows[0])
        columns = ", ".join(names)
        into = f"INSERT INTO {table.name} ({columns})"
        if session.is_postgresql:
            _send_json(
                session,
                f"{into} SELECT {columns} FROM {_source(table, names)} {otherwise}",  # noqa: S608 because all names are our own
                rows,
            )
        else:
            marks = ", ".join("?" * len(names))
            insert = f"{into} VALUES ({marks}) {otherwise}"
            session.write_each(insert, list(map(itemgetter(*names), rows)))


def update_rows(
    session: HostSession, table: sa.Table, rows: Sequence[Row], column: str, values: Sequence[str]
) -> int:
    """Update entries' rows whose `column` has one of the values; return how many there were.

    The rows have the same columns, the `KEY` among them; there may be none.
    """
    if not rows:
        return 0
    names = [name for name in rows[0] if name not in KEY]
    if session.is_postgresql:
        changes = ", ".join(f"{name} = source.{name}" for name in names)
        same = " AND ".join(f"{table.name}.{name} = source.{name}" for name in KEY)
        guard = ", ".join(f":value{number}" for number in range(len(values)))
        update = f"UPDATE {table.name} SET {changes} FROM {_source(table, tuple(rows[0]))}"  # noqa: S608 because all names are our own
        # Joined to nothing, the column leads PostgreSQL to no other index than that of the key.
        statement = f"{update} WHERE {same} AND {table.name}.{column} || '' IN ({guard})"
        return _send_json(
            session, statement, rows, **{f"value{n}": value for n, value in enumerate(values)}
        )
    changes = ", ".join(f"{name} = ?" for name in names)
    same = " AND ".join(f"{name} = ?" for name in KEY)
    guard = ", ".join("?" * len(values))
    update = f"UPDATE {table.name} SET {changes} WHERE {same} AND {column} IN ({guard})"  # noqa: S608 because all names are our own
    fields = itemgetter(*names, *KEY)
    return session.write_each(update, [(*fields(row), *values) for row in rows])


def read_rows(
    session: HostSession,
    table: sa.Table,
    names: Sequence[str],
    mine: sa.ColumnElement[bool],
    ids: Iterable[int],
) -> Sequence[sa.Row[Any]]:
    """Return these columns of some entries' rows, the entry's id first; there may be thousands.

    `mine` is the condition on the first column of the table's key, of which the entry's id is the
    second, and on no column that another index begins with.

    PostgreSQL is made to look each id up by the key. Where its statistics have no row that is
    `mine`, as in the first minutes of a first import, it expects one row of them, reads all, and
    compares each with each id.
    """
    columns = [table.c.entry_id, *(table.c[name] for name in names)]
    if not session.is_postgresql:
        return session.tuples(
            sa.select(*columns).where(mine, is_one_of(session, table.c.entry_id, ids))
        )
    wanted = sa.func.unnest(_array(ids)).table_valued("id").render_derived()
    # An offset keeps the look-up of one id from being joined into a single scan.
    one = sa.select(*columns).where(mine, table.c.entry_id == wanted.c.id).offset(0).lateral()
    return session.tuples(sa.select(one).select_from(wanted.join(one, sa.true())))


def is_one_of(
    session: HostSession, column: sa.ColumnElement[int], ids: Iterable[int]
) -> sa.ColumnElement[bool]:
    """Return the condition that the column is one of the ids, of which there may be thousands.

    It is for tables of which a studio has few rows; `read_rows` is for those of many.
    """
    if session.is_postgresql:
        return column == sa.func.any(_array(ids))
    each = sa.func.json_each(f"[{','.join(map(str, ids))}]").table_valued("value")
    return column.in_(sa.select(each.c.value))


def stored_instant(moment: datetime) -> str:
    """Return an instant as the text in which a statement over many rows stores it, in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _array(ids: Iterable[int]) -> sa.ColumnElement[Any]:
    text = sa.literal(f"{{{','.join(map(str, ids))}}}", sa.Text)
    return sa.cast(text, postgresql.ARRAY(sa.BigInteger))


def _send_json(session: HostSession, statement: str, rows: Sequence[Row], **values: str) -> int:
    # The standard library takes six times as long.
    text = msgspec.json.encode(rows).decode()
    return session.write(sa.text(statement), {"rows": text, **values})


@lru_cache(maxsize=64)
def _source(table: sa.Table, names: tuple[str, ...]) -> str:
    """Return the JSON text `:rows` as a table of PostgreSQL's, with the types of the columns."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # because SQLAlchemy leaves it untyped
    types = (f"{name} {table.c[name].type.compile(dialect)}" for name in names)
    return f"json_to_recordset(CAST(:rows AS json)) AS source({', '.join(types)})"
