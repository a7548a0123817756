"""The waiting entries that an import of what waits takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from workroom_harvest.domain.ports.store.waiting import WaitingEntry
from workroom_harvest.domain.waiting import WaitingKey


@dataclass(frozen=True, slots=True)
class Click:
    """A request to import what waits: of which studio and Harvest account, when (UTC), which run.

    It takes what was listed by then, waits still, and was not skipped by the run.
    """

    studio_id: str
    harvest_account_id: int
    run_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """How many entries there are, and their oldest and newest day, None where no day is known."""

    entries: int
    first: date | None
    last: date | None


class Wanted(Protocol):
    """The waiting entries that an import of what waits takes, by what their group depends on.

    Those that wait for a reason that this version of the plugin does not know are left out.
    """

    def spans(self, click: Click) -> Mapping[WaitingKey, Span]:
        """Return how many entries there are under each key, and their days."""

    def keys(self, click: Click, entry_ids: Collection[int]) -> Mapping[int, WaitingKey]:
        """Return the keys of those of the entries that are among them, by entry id."""

    def first(
        self, click: Click, keys: Collection[WaitingKey], most: int
    ) -> Sequence[WaitingEntry]:
        """Return up to `most` of the entries with one of the keys.

        Those that an earlier run did not find come last, so that no entry keeps others from being
        asked for.
        """
