"""The repository of leases: one writer per studio, by a row with a fencing number."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.expiry import has_ended
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports.store.leases import Lease, Leases

FIRST_FENCE_BITS = 48
"""The bits of a new row's fence: enough for no two to be alike, and for counting on from there."""


class SqlLeases(Leases):
    """Leases, one row per studio. Each change is one statement, so that only one process wins."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        table, now = self._table, self._session.instant()
        until = now + lifetime
        free = has_ended(table.c.expires_at, now, lifetime)
        taken = self._session.one(
            sa.update(table)
            .where(table.c.studio_id == studio_id, free)
            .values(fence=table.c.fence + 1, expires_at=until)
            .returning(table.c.fence)
        )
        if taken is not None:
            return Lease(studio_id, taken["fence"])
        # A row begins at a number of its own. The row before it may have been deleted with all that
        # was kept of the studio, and a writer of that time must not find its own fence again.
        fence = secrets.randbits(FIRST_FENCE_BITS)
        first = {"studio_id": studio_id, "fence": fence, "expires_at": until}
        is_first = self._session.insert_unless_there(table, first)
        return Lease(studio_id, fence) if is_first else None

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        # This is the first write of a page, with which SQLite takes its one write lock.
        until = self._session.instant() + lifetime
        if not self._session.write(self._mine(lease).values(expires_at=until)):
            raise LeaseLost(fence=lease.fence)

    def release(self, lease: Lease) -> None:
        self._session.write(self._mine(lease).values(expires_at=None))

    def revoke(self, studio_id: str) -> None:
        table = self._table
        self._session.write(
            sa.update(table)
            .where(table.c.studio_id == studio_id)
            .values(fence=table.c.fence + 1, expires_at=None)
        )

    def _mine(self, lease: Lease) -> sa.Update:
        table = self._table
        return sa.update(table).where(
            table.c.studio_id == lease.studio_id, table.c.fence == lease.fence
        )
