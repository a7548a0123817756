"""The use case that disconnects a studio from Harvest."""

from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.end_of_connection import (
    clear_mappings,
    stop_runs,
    take_grants,
)


@dataclass(frozen=True)
class Disconnect:
    """Delete a studio's tokens, mappings and what it left out, and stop its imports.

    A grant of another account that waits to be confirmed goes with them. Imported timelogs and the
    ledger stay; names and notes of entries go, and so do the names of
    Harvest's projects, tasks and people.
    """

    store: Store
    oauth: HarvestOAuth
    clock: Clock

    def __call__(self, studio_id: str, member_id: str | None = None) -> bool:
        """Disconnect the studio, and return whether the grant at Harvest has ended as well.

        `member_id` is who disconnects. It works while Harvest is down, and returns True if there is
        no connection. Raise `StoreUnavailable` if the database does not answer, and the connection
        may still be there.
        """
        grants = None
        try:
            with self.store.transaction() as tx:
                connection = tx.connections.locked(studio_id)
                if connection is None:
                    return True
                grants = take_grants(tx, studio_id, connection)
                stop_runs(tx, studio_id, Code.DISCONNECTED, self.clock.now())
                cleared = clear_mappings(tx, studio_id)
                tx.left_out.forget(studio_id)
                tx.skipped_entries.forget_names(studio_id)
                tx.previewed_entries.forget_names(studio_id)
                tx.runs.forget_names(studio_id)
                tx.entry_notes.forget(studio_id)
                tx.harvest_items.forget(studio_id)
                tx.connections.drop(studio_id)
                told = {"account": connection.harvest_account.id, "cleared": cleared}
                tx.audit.add(studio_id, member_id, AuditCode.DISCONNECTED, told)
                tx.commit()
        except StoreUnavailable:
            # The commit may have succeeded although its answer was lost. Then the tokens at hand
            # are the only ones left by which the grant can be revoked.
            if grants is None or not self._is_gone(studio_id):
                raise
        return grants.revoke(self.oauth)

    def _is_gone(self, studio_id: str) -> bool:
        with self.store.transaction() as tx:
            return tx.connections.for_studio(studio_id) is None
