"""The comparison of the rows that a host's methods wrote with the numbers that they returned."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from workroom_harvest.adapters.sql.guard import watch_statements
from workroom_harvest.adapters.sql.host_call import HostCall, changed_rows
from workroom_harvest.domain.errors import HostMisbehaved
from workroom_harvest.domain.messages import Code

WRITTEN = sa.text("""
SELECT CASE WHEN current_setting('track_counts')::boolean THEN
(SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
+ pg_stat_get_xact_tuples_deleted(oid))
FROM pg_class WHERE relkind = 'r' AND relname NOT LIKE 'workroom\\_harvest\\_%') END
""")
"""PostgreSQL's count of the rows that this transaction wrote in others' tables, or null.

A row that it removed counts, too.
"""


@dataclass
class HostWrites:
    """All calls of a host's methods in one transaction, with the rows that they wrote.

    The host may add timelogs to a session that nobody commits, and still say that it added them.
    `method` is the last one that said that it wrote rows.
    """

    method: str
    connection: Connection
    before: int | None
    rows: int = 0
    written: int = 0

    @classmethod
    def begin(cls, method: str, connection: Connection) -> "HostWrites":
        """Return a new count, and watch the statements on the connection from now on."""
        watch_statements(connection)
        return cls(method, connection, _written(connection))

    def add(self, call: HostCall, rows: int) -> None:
        """Count a call for which the host says that it wrote, or removed, `rows` rows."""
        if rows:
            self.method = call.method
        self.rows += rows
        self.written += changed_rows(call.driver) - call.changes

    def demand(self) -> None:
        """Raise `HostMisbehaved` if the host wrote fewer rows than it said."""
        after = _written(self.connection)
        if self.before is not None and after is not None:
            self.written = after - self.before
        elif self.connection.dialect.name != "sqlite":
            return
        if self.written < self.rows:
            raise HostMisbehaved(Code.HOST_WROTE_TOO_FEW, method=self.method)


def _written(connection: Connection) -> int | None:
    """Return how many rows PostgreSQL wrote in tables that are not the plugin's, or None.

    None is returned on SQLite, and if the server's `track_counts` is off.
    """
    if connection.dialect.name != "postgresql":
        return None
    count: int | None = connection.scalar(WRITTEN)
    return count
