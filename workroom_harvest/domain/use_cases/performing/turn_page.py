"""A page of a run, from Harvest to the ledger, or some questions about what was not listed."""

from dataclasses import dataclass, field, replace

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun
from workroom_harvest.domain.use_cases.performing.page_reader import (
    PageReader,
    demand_all_pages,
    demand_whole,
)
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass
class TurnPage:
    """Turn the pages of a run, with what is kept in memory between two of them.

    `owners` are read once, and only if an entry is wanted. `last_ids` are the ids of the last
    page's entries, and `known_items` the projects, tasks and people whose names were stored.
    `has_looked` says that Harvest was asked what the grant sees, and `has_learnt` that the people
    were remembered who are no members.
    """

    held: HeldRun
    pages: PageReader = field(default_factory=PageReader)
    owners: Owners | None = None
    last_ids: frozenset[int] = frozenset()
    known_items: set[ItemKey] = field(default_factory=set)
    has_looked: bool = False
    has_learnt: bool = False

    def __call__(self, ends: float) -> bool:
        """Fetch, decide and write one page; return whether to go on in this slice.

        The next page is on its way while this one is decided and written.
        """
        connection, mappings = self.held.steps.check_preconditions(self.held.run)
        harvest = self.held.steps.harvest(connection, self.held.lease)
        self._look_around(harvest)
        if self.held.run.is_listed:
            return self._ask_unlisted(connection, mappings, harvest, ends)
        self.held.run, page = self.pages.read(self.held.run, harvest)
        goes_on = False
        if page.next_cursor is not None and self.held.steps.clock.monotonic() < ends:
            goes_on = True
            self.pages.read_ahead(self.held.run, page.next_cursor, harvest)
        decided = self.held.steps.deciding(self.held.run)(
            self.held.run,
            self.held.lease,
            connection,
            mappings,
            page,
            self.last_ids,
            lambda: self._owners(harvest),
        )
        demand_whole(self.held.run, page, decided)
        self.held.run = self.held.steps.keep(self.held.run)(
            self.held.run, self.held.lease, decided, page.next_cursor, self.known_items
        )
        self._learn_people(connection)
        self.last_ids = frozenset(entry.id for entry in page.entries)
        if page.next_cursor is None:
            demand_all_pages(self.held.run, page)
            if not self.held.run.picks:
                self.held.run = self.held.steps.compare_days(
                    self.held.run, self.held.lease, connection, page.announced
                )
            if self.held.run.is_listed:
                return self.held.steps.clock.monotonic() < ends
            self.held.run = self.held.steps.finish(
                self.held.run, self.held.lease, connection, page.announced
            )
        return goes_on

    def _ask_unlisted(
        self,
        connection: Connection,
        mappings: MappingSnapshot,
        harvest: HarvestSession,
        ends: float,
    ) -> bool:
        """Ask for some of what was not listed, or finish; return whether to go on in this slice."""
        self.held.run = self.held.steps.asking(self.held.run)(
            self.held.run,
            self.held.lease,
            connection,
            mappings,
            harvest,
            lambda: self._owners(harvest),
            ends,
        )
        return not self.held.run.is_over and self.held.steps.clock.monotonic() < ends

    def _look_around(self, harvest: HarvestSession) -> None:
        """Ask Harvest once in a run what the grant sees, since it hides the rest without a word."""
        done = self.held.run.progress
        if done.sees is None and not (done.pages or self.has_looked):
            seeing = self.held.steps.learn_sight(harvest)
            self.has_looked = True
            self.held.run = replace(
                self.held.run, progress=replace(done, sees=seeing.sees, saw=seeing.saw)
            )

    def _learn_people(self, connection: Connection) -> None:
        """Remember the people whose addresses were read, once in a slice; a preview does not."""
        if self.owners is not None and not (self.has_learnt or self.held.run.is_preview):
            self.has_learnt = True
            self.held.steps.learn_people(self.held.run, self.held.lease, connection, self.owners)

    def _owners(self, harvest: HarvestSession) -> Owners:
        """Return the owners, which are read once in a slice, and only if an entry is wanted."""
        if self.owners is None:
            self.owners = self.held.steps.resolve_owners(harvest)
        return self.owners
