"""The use case that counts what is kept of a studio."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.studio_rows import RowKind


@dataclass(frozen=True)
class CountStudioRows:
    """Count the rows that the plugin keeps of a studio, connected or not."""

    store: Store

    def __call__(self, studio_id: str) -> Mapping[RowKind, int]:
        """Return how many rows of each kind there are; kinds without any are left out.

        There are none of a studio that never used the plugin, or that does not exist. Raise
        `StoreUnavailable` if the database does not answer.
        """
        with self.store.transaction() as tx:
            return tx.studio_rows.count(studio_id)
