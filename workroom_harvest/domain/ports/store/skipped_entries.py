"""The entries that runs skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


@dataclass(frozen=True, slots=True)
class SkippedPlace:
    """A place among the entries that a run skipped: behind the one of that number for a reason."""

    reason: SkipReason
    number: int


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """Some of the entries that a run skipped; `next` is where the others begin, or None."""

    entries: Sequence[SkippedEntry]
    next: SkippedPlace | None


class SkippedEntries(Protocol):
    """The entries that each run skipped, by reason, in the order in which it read them.

    Entries that were already imported are among them for runs that do not read whole days; those
    are counted and listed by that reason alone.
    """

    def add_many(
        self,
        studio_id: str,
        run_id: str,
        entries: Sequence[SkippedEntry],
        after: Mapping[SkipReason, int],
    ) -> None:
        """Store skipped entries of a run; there may be none.

        `after` says how many of each reason the run has skipped before.
        """

    def first(
        self, studio_id: str, run_id: str, reason: SkipReason, most: int
    ) -> Sequence[SkippedEntry]:
        """Return up to `most` of the entries that the studio's run skipped for a reason."""

    def page(
        self,
        studio_id: str,
        run_id: str,
        reason: SkipReason | None,
        *,
        most: int,
        after: SkippedPlace | None = None,
    ) -> SkippedPage:
        """Return up to `most` entries that the studio's run skipped, behind a place.

        They are those of a reason, or with None all that did not come in, reason by reason.
        """

    def count(self, studio_id: str, run_id: str, reason: SkipReason | None) -> int:
        """Return how many such entries there are."""

    def remove(self, studio_id: str, run_id: str) -> None:
        """Delete all that the run skipped, because it begins again."""

    def forget_names(self, studio_id: str) -> None:
        """Delete the names and notes in all skipped entries of the studio.

        Ids, dates, hours and reasons stay.
        """
