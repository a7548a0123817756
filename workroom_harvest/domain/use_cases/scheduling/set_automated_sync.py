"""The use case that switches the nightly import on and off."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo


@dataclass(frozen=True)
class SetAutomatedSync:
    """Switch a studio's nightly import on or off. Imports by hand are not affected."""

    store: Store
    clock: Clock
    count_todo: CountTodo

    def __call__(self, studio_id: str, on: bool) -> None:
        """Switch it on or off; raise `NotConnected` if the studio has no connection.

        Nothing changes if it is switched on while it is on.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            since = (connection.automated_since or self.clock.now()) if on else None
            tx.connections.automate(studio_id, since)
            tx.commit()
        # Whether nights fail is no matter while none comes.
        self.count_todo(studio_id)
