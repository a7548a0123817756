"""The last step of each page, in which an import and a preview differ."""

from typing import Protocol

from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


class KeepPage(Protocol):
    """What is kept of a page that was read and decided, in one commit with the run's progress."""

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        decided: Decided,
        cursor: str | None,
        known: set[ItemKey],
    ) -> ImportRun:
        """Return the run after the page.

        `cursor` is the address of the next page, or None. `known` are the items whose names are
        stored already, to which those that it stores are added.

        Raise `LeaseLost` if another worker took over.
        """

    def recount(self, run: ImportRun) -> ImportRun:
        """Return a run that stops with the number of entries that came in, as is known for sure."""
