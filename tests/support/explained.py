"""How a database finds what a store is asked for."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import event

from tests.support.bare_store import BareStore
from workroom_harvest.adapters.sql.store import SqlTransaction

Answer = TypeVar("Answer")


def explained(
    database: BareStore, ask: Callable[[SqlTransaction], Answer], how: str, *tables: str
) -> tuple[Answer, Sequence[Sequence[Any]]]:
    """Return what was asked for, and the rows of `how`, for each statement that names a table.

    `how` is the database's own `EXPLAIN`; this needs an app context.
    """
    store, _, db = database
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if any(table in statement for table in tables):
            asked.append((statement, parameters))

    with store.transaction() as tx:
        event.listen(db.engine, "before_cursor_execute", note)
        answer = ask(tx)
        event.remove(db.engine, "before_cursor_execute", note)
        connection = db.session.connection()
        plans = [connection.exec_driver_sql(f"{how} {one}", values).all() for one, values in asked]
    assert plans
    return answer, plans
