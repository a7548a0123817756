"""The statements of the repositories, alike on SQLite and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from workroom_harvest.adapters.sql.write_lock import in_turn


class Statements(ABC):
    """Executes statements in a session, on either database."""

    @property
    @abstractmethod
    def orm_session(self) -> Session:
        """Return the session in which the statements are executed."""

    @property
    def is_postgresql(self) -> bool:
        """Return whether the database is PostgreSQL; otherwise it is SQLite."""
        return self.orm_session.get_bind().dialect.name == "postgresql"

    def one(
        self, statement: sa.Executable, parameters: Mapping[str, Any] | None = None
    ) -> sa.RowMapping | None:
        """Return the first row of a statement, or None."""
        return self._executed(statement, parameters).mappings().first()

    def all(
        self, statement: sa.Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[sa.RowMapping]:
        """Return all rows of a statement."""
        return self._executed(statement, parameters).mappings().all()

    def tuples(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Return all rows of a query as tuples, which is faster."""
        return self.orm_session.execute(statement).all()

    def write(self, statement: sa.Executable, parameters: Mapping[str, Any] | None = None) -> int:
        """Execute a statement, and return how many rows it changed."""
        # By itself, SQLAlchemy reads the count after UPDATE and DELETE only.
        result = self._executed(statement, parameters, preserve_rowcount=True)
        assert isinstance(result, CursorResult)  # noqa: S101 because it narrows the type only
        return result.rowcount

    def write_each(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Execute a statement of SQLite's for each row of values; return how many rows changed."""
        return self.orm_session.connection().exec_driver_sql(statement, rows).rowcount

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert the rows, many in one round trip; there may be none."""
        if rows:
            self._executed(sa.insert(table), rows)

    def insert_those_not_there(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert the rows but for those that a unique key refuses, many in one round trip."""
        if rows:
            self._executed(self._insert(table).on_conflict_do_nothing(), rows)

    def insert_unless_there(self, table: sa.Table, row: Mapping[str, Any]) -> bool:
        """Insert the row, and return whether that succeeded; False if a unique key refuses it."""
        return self.write(self._insert(table).values(row).on_conflict_do_nothing()) == 1

    def put(self, table: sa.Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
        """Insert the row, or update the row that has the same `key` columns."""
        insert = self._insert(table).values(row)
        changes = {name: value for name, value in row.items() if name not in key}
        self.write(insert.on_conflict_do_update(index_elements=key, set_=changes))

    def _executed(
        self,
        statement: sa.Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        **options: Any,
    ) -> sa.Result[Any]:
        session = self.orm_session

        def execute() -> sa.Result[Any]:
            return session.execute(statement, parameters, execution_options=options)

        return in_turn(session, execute) if statement.is_dml else execute()

    def _insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        # Both dialects have ON CONFLICT, and SQLAlchemy has a construct for each.
        return postgresql.insert(table) if self.is_postgresql else sqlite.insert(table)
