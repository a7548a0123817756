"""Switching the nightly import on and off."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store


@dataclass(frozen=True)
class SetAutomatedSync:
    """Switch the nightly import on or off; imports by hand do not care."""

    store: Store
    clock: Clock

    def __call__(self, studio_id: str, on: bool) -> None:
        """Raises `NotConnected`. Switched on again while it is on, nothing changes."""
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            since = (connection.automated_since or self.clock.now()) if on else None
            tx.connections.automate(studio_id, since)
            tx.commit()
