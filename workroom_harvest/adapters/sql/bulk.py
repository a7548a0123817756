"""Statements over many rows, which are sent as one JSON text.

That is several times as fast as a statement for each row, and tells how many rows were changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from workroom_harvest.adapters.sql.session import HostSession

KEY = ("studio_id", "entry_id")
"""The key of an entry's row."""

Row = Mapping[str, Any]
"""The values of a row by column name, as JSON can hold them; instants are aware."""


def insert_rows(session: HostSession, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert the rows, which have the same columns; there may be none.

    If a constraint refuses one of them, the database's error is raised, and none is inserted.
    """
    if rows:
        names = tuple(rows[0])
        statement = _insert(table, names, session.is_postgresql)
        session.write(statement, {"rows": _json(rows)})


def update_rows(
    session: HostSession, table: sa.Table, rows: Sequence[Row], where: str, **values: str
) -> int:
    """Update the entries' rows for which `where` holds as well; return how many there were.

    The rows have the same columns, `studio_id` and `entry_id` among them; there may be none.
    `where` may use the parameters `values`.
    """
    if not rows:
        return 0
    statement = _update(table, tuple(rows[0]), where, session.is_postgresql)
    return session.write(statement, {"rows": _json(rows), **values})


def is_one_of(
    session: HostSession, column: sa.ColumnElement[int], ids: Iterable[int]
) -> sa.ColumnElement[bool]:
    """Return the condition that the column is one of the ids, of which there may be thousands."""
    listed = ",".join(map(str, ids))
    if session.is_postgresql:
        return column == sa.func.any(
            sa.cast(sa.literal(f"{{{listed}}}", sa.Text), postgresql.ARRAY(sa.BigInteger))
        )
    each = sa.func.json_each(f"[{listed}]").table_valued("value")
    return column.in_(sa.select(each.c.value))


def stored_instant(moment: datetime) -> str:
    """Return an instant as the text in which a statement over many rows stores it, in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _json(rows: Sequence[Row]) -> str:
    # Dates become ISO text, and everything that is not ASCII is escaped.
    return json.dumps(rows, default=str)


@lru_cache(maxsize=64)
def _insert(table: sa.Table, names: tuple[str, ...], is_postgresql: bool) -> sa.TextClause:
    columns = ", ".join(names)
    source = _source(table, names, is_postgresql)
    return sa.text(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {source}")  # noqa: S608 because all names are our own


@lru_cache(maxsize=64)
def _update(
    table: sa.Table, names: tuple[str, ...], where: str, is_postgresql: bool
) -> sa.TextClause:
    changes = ", ".join(f"{name} = source.{name}" for name in names if name not in KEY)
    same = " AND ".join(f"{table.name}.{name} = source.{name}" for name in KEY)
    source = _source(table, names, is_postgresql)
    update = f"UPDATE {table.name} SET {changes} FROM {source} WHERE {same}"  # noqa: S608 because all names are our own
    return sa.text(f"{update} AND {table.name}.{where}")


def _source(table: sa.Table, names: tuple[str, ...], is_postgresql: bool) -> str:
    """Return the JSON text `:rows` as something that can be selected from."""
    if is_postgresql:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # because SQLAlchemy leaves it untyped
        types = (f"{name} {table.c[name].type.compile(dialect)}" for name in names)
        return f"json_to_recordset(CAST(:rows AS json)) AS source({', '.join(types)})"
    values = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in names)
    return f"(SELECT {values} FROM json_each(:rows)) AS source"  # noqa: S608 because all names are our own
