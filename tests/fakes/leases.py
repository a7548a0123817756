"""The lease of each studio, in memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.database import FakeDatabase
from tests.fakes.deadlines import has_ended
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports.store.leases import Lease, Leases


@dataclass(frozen=True)
class LeaseRow:
    """The highest fence of a studio, and when its lease expires; None once it was released."""

    fence: int
    expires_at: datetime | None


class FakeLeases(Leases):
    """Leases over a database in memory."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, LeaseRow]:
        return self._database.table("leases")

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        now = self._database.clock.now()
        held = self._rows.get(studio_id)
        if held is not None and not has_ended(held.expires_at, now, lifetime):
            return None
        return Lease(studio_id, self._raise_fence(studio_id, now + lifetime))

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        until = self._database.clock.now() + lifetime
        if not self._is_mine(lease):
            raise LeaseLost(fence=lease.fence)
        self._rows[lease.studio_id] = LeaseRow(lease.fence, until)

    def release(self, lease: Lease) -> None:
        if self._is_mine(lease):
            self._rows[lease.studio_id] = LeaseRow(lease.fence, None)

    def revoke(self, studio_id: str) -> None:
        if studio_id in self._rows:
            self._raise_fence(studio_id, None)

    def _raise_fence(self, studio_id: str, expires_at: datetime | None) -> int:
        """Give the studio's row a fence that no row had before, and return the fence."""
        fence = next(self._database.sequence)
        self._rows[studio_id] = LeaseRow(fence, expires_at)
        return fence

    def _is_mine(self, lease: Lease) -> bool:
        held = self._rows.get(lease.studio_id)
        return held is not None and held.fence == lease.fence
