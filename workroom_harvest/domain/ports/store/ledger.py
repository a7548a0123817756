"""Which Harvest entries a studio has imported."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from workroom_harvest.domain.entries import NewTimelog


class Ledger(Protocol):
    """The record of the Harvest entries that each studio has imported. It outlives Disconnect."""

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        """Return the entries among `entry_ids` that the studio has imported.

        Each id is mapped to the id of the run that imported it.
        """

    def count(self, studio_id: str, run_id: str) -> int:
        """Return how many entries the studio's run has imported."""

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Remove those of the entries that the run recorded.

        The run calls it for entries that it did not import after all.
        """

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """Record the timelogs' entries as imported by the run; there may be none.

        An entry that the studio has imported before breaks the primary key (studio, entry): the
        database's own error is raised, and none is recorded.
        """
