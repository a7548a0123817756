"""The entries that a run has not found somewhere, until it concludes from that or does not."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Where(StrEnum):
    """Where an entry was not found. The values are stored.

    `LISTED` ones Harvest did not list among their days, and was not asked for by their ids yet;
    `IN_HARVEST` are those that it did not find by their ids. Those `IN_WORKROOM` have a timelog by
    the ledger, and the host did not find it.
    """

    LISTED = "listed"
    IN_HARVEST = "in harvest"
    IN_WORKROOM = "in workroom"


class Unfound(Protocol):
    """The entries that each run has not found. An entry may be missed in several places."""

    def add_many(self, studio_id: str, run_id: str, where: Where, entry_ids: Sequence[int]) -> None:
        """Store entries as not found there; there may be none, and some may be stored already."""

    def first(
        self, studio_id: str, run_id: str, where: Where, *, most: int, after: int = 0
    ) -> Sequence[int]:
        """Return up to `most` of the ids, in their order, behind the id."""

    def count(self, studio_id: str, run_id: str, where: Where) -> int:
        """Return how many entries the studio's run did not find there."""

    def settle(
        self, studio_id: str, run_id: str, asked: Sequence[int], missing: Sequence[int]
    ) -> None:
        """Store what Harvest said of `LISTED` entries: all `asked` ones are so no more.

        The `missing` ones of them are `IN_HARVEST` from now on.
        """

    def clear(self, studio_id: str, run_id: str) -> None:
        """Delete all that the run has not found."""
