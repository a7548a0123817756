"""Whose night is due, asked for all studios at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DueNight:
    """A connection whose night begins, and what its nights before came to. Times are UTC.

    `connected_at` is when it was connected last, and `automated_since` when the nightly import was
    switched on. `complete_start` is when the last
    complete one of the last `schedule.MOST_NIGHTS` finished nights began, or None if none of them
    was complete; those that read all entries of their days do not count. `oldest_start` is when the
    oldest of them began, or None if there were fewer. `full_night` is the last night that read all
    entries of its days, or None.
    """

    studio_id: str
    connection_id: str
    connected_at: datetime
    automated_since: datetime
    complete_start: datetime | None = None
    oldest_start: datetime | None = None
    full_night: date | None = None


class Nights(Protocol):
    """The nights of all studios, read in batches.

    A night is due for a connection that works, whose nightly import is on, which has not had that
    night, and whose studio has no live run but for a preview. With `before` (UTC) the nightly
    import must have been switched on before that instant. What a studio's row says beyond that is
    not read, so that a row of a newer version stops no other studio's night.
    """

    def due(self, night: date, before: datetime | None, *, after: str, most: int) -> Sequence[str]:
        """Return the ids of up to `most` studios whose `night` is due, in the order of their ids.

        They are those after the id `after`, which is empty for the first ones. Nothing is locked.
        """

    def take(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> Sequence[DueNight]:
        """Lock these studios' connections, and take the `night` of those for whom it is due still.

        A night that was taken is not due any more. A studio whose connection another transaction
        has locked is left out, and its night stays due.
        """
