"""SQLAlchemy events that guard the plugin's transaction while a host's method runs in it.

A commit is refused before it happens, if SQLAlchemy sees it. A commit that it does not see, because
the driver was told directly, is noticed afterwards by `HostCall.check`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from workroom_harvest.adapters.sql.host_call import HostCall
from workroom_harvest.domain.messages import Code

ENDING = re.compile(r"\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+(WORK\s+|TRANSACTION\s+)?TO))\b", re.I)
"""A statement that ends a transaction; a rollback to a savepoint is none."""

_current_call: ContextVar[HostCall | None] = ContextVar("workroom_harvest_host_call", default=None)


@contextmanager
def guarded(call: HostCall) -> Iterator[None]:
    """Guard the plugin's transaction within the block. Other threads are not affected."""
    token = _current_call.set(call)
    try:
        yield
    finally:
        _current_call.reset(token)


def watch_commits() -> None:
    """Check every commit of this process from now on; calling it again changes nothing."""
    for target, name, look in (
        (Session, "before_commit", _before_commit),
        (Engine, "commit", _before_database_commits),
    ):
        if not event.contains(target, name, look):
            event.listen(target, name, look)


def watch_statements(connection: Connection) -> None:
    """Check every statement on the connection from now on for one that ends the transaction."""
    event.listen(connection, "before_cursor_execute", _before_statement)


def _before_commit(session: Session) -> None:
    call = _current_call.get()
    if call is None or session is not call.session:
        return
    # A savepoint of the host's own may end, because it is within the plugin's.
    if session.get_nested_transaction() in (None, call.nested):
        call.refuse(Code.HOST_COMMITTED)


def _before_database_commits(connection: Connection) -> None:
    """Refuse also what another engine commits to the same database, as it could not be undone."""
    call = _current_call.get()
    if call is None or _database_of(connection) != _database_of(call.connection):
        return
    # SQLAlchemy regards this transaction as ended, and would return the connection to the pool
    # with the transaction still open.
    connection.engine.dialect.do_rollback(connection.connection)
    call.refuse(Code.HOST_COMMITTED)


def _before_statement(
    _connection: Connection, _cursor: Any, statement: str, *_others: object
) -> None:
    call = _current_call.get()
    if call is not None and ENDING.match(statement):
        call.refuse(Code.HOST_ENDED_TRANSACTION)


def _database_of(connection: Connection) -> tuple[object, ...]:
    url = connection.engine.url
    return url.get_backend_name(), url.host, url.port, url.database, *sorted(url.query.items())
