"""The use case that switches the nightly import on and off."""

from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode
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

    def __call__(self, studio_id: str, on: bool, member_id: str | None = None) -> None:
        """Switch it on or off, as `member_id` chose; raise `NotConnected` without a connection.

        Nothing changes if it is on or off already.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            if on is not connection.automated_sync:
                tx.connections.automate(studio_id, self.clock.now() if on else None)
                code = AuditCode.AUTOMATED_SYNC_ON if on else AuditCode.AUTOMATED_SYNC_OFF
                tx.audit.add(studio_id, member_id, code)
                tx.commit()
        # Whether nights fail is no matter while none comes.
        self.count_todo(studio_id)
