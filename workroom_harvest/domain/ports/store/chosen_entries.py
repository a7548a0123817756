"""The corrections that somebody chose for a run."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from workroom_harvest.domain.correction import Chosen


class ChosenEntries(Protocol):
    """The chosen corrections of runs, each until it is settled: applied, or left with a reason.

    Up to 2,000 are written at once. They go with their run.
    """

    def add_many(self, studio_id: str, run_id: str, chosen: Sequence[Chosen]) -> None:
        """Store what was chosen for a run."""

    def among(
        self, studio_id: str, run_id: str, entry_ids: Collection[int]
    ) -> Mapping[int, Chosen]:
        """Return those of the entries that were chosen and are not settled, by entry id."""

    def left(self, studio_id: str, run_id: str) -> int:
        """Return how many of the run's are not settled."""

    def first(self, studio_id: str, run_id: str, most: int) -> Sequence[Chosen]:
        """Return up to `most` of those by id."""

    def settle(self, studio_id: str, run_id: str, entry_ids: Collection[int]) -> None:
        """Record that these are settled; there may be none."""
