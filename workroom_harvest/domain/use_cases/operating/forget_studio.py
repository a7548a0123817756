"""The use case that erases all that is kept of a studio."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.studio_rows import RowKind
from workroom_harvest.domain.use_cases.shared.end_of_connection import Grants, take_grants
from workroom_harvest.domain.use_cases.shared.revoke_lease import revoke_lease


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased of a studio.

    `rows` is how many rows of each kind; kinds without any are left out. `is_revoked` says whether
    the grant at Harvest has ended as well, and is True if there was no connection.
    """

    rows: Mapping[RowKind, int] = field(default_factory=dict)
    is_revoked: bool = True


@dataclass(frozen=True)
class ForgetStudio:
    """Erase every row that the plugin keeps of a studio, the ledger included.

    A studio that is connected is disconnected by that: its tokens are destroyed, and revoked where
    Harvest can be told, and its imports stop. Timelogs stay, and a later import adds the same
    entries again.
    """

    store: Store
    oauth: HarvestOAuth

    def __call__(self, studio_id: str) -> Forgotten:
        """Erase everything or nothing, and return what was erased.

        Nothing is written if there is nothing to erase. Raise `StoreUnavailable` if the database
        does not answer, and everything may still be there.
        """
        grants = Grants((), are_known=True)
        rows: Mapping[RowKind, int] = {}
        try:
            with self.store.transaction() as tx:
                connection = tx.connections.locked(studio_id)
                kept = tx.studio_rows.count(studio_id)
                if not kept:
                    return Forgotten()
                grants = take_grants(tx, studio_id, connection)
                rows = _delete_all(tx, studio_id, kept)
                tx.commit()
        except StoreUnavailable:
            # The commit may have succeeded although its answer was lost. Then the tokens at hand
            # are the only ones left by which the grant can be revoked.
            if not rows or not self._is_forgotten(studio_id):
                raise
        return Forgotten(rows, is_revoked=grants.revoke(self.oauth))

    def _is_forgotten(self, studio_id: str) -> bool:
        with self.store.transaction() as tx:
            return not tx.studio_rows.count(studio_id)


def _delete_all(
    tx: Transaction, studio_id: str, kept: Mapping[RowKind, int]
) -> Mapping[RowKind, int]:
    """Delete all rows of the studio, and return how many there were of each kind.

    Of what was `kept` before, the pending grants are gone by now. The lease that keeps others out
    meanwhile counts only if there was one.
    """
    revoke_lease(tx, studio_id)
    rows: dict[RowKind, int] = {**tx.studio_rows.delete(studio_id)}
    if RowKind.PENDING_GRANTS in kept:
        rows[RowKind.PENDING_GRANTS] = kept[RowKind.PENDING_GRANTS]
    return {kind: rows[kind] for kind in rows if kind is not RowKind.LEASES or kind in kept}
