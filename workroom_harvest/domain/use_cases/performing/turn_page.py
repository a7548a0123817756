"""A page of a run, from Harvest to the ledger, or some questions about what was not listed."""

from dataclasses import dataclass, field, replace

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.skipped import PageResult
from workroom_harvest.domain.use_cases.importing.turn import Turn
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun
from workroom_harvest.domain.use_cases.performing.page_reader import (
    PageReader,
    demand_all_pages,
    demand_whole,
)
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession

NOTHING = PageResult(0, ())
"""The result of a page without entries."""


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

        The next page is on its way while this one is read, decided and written.
        """
        held, steps = self.held, self.held.steps
        connection, mappings = steps.check_preconditions(held.run)
        harvest = steps.harvest(connection, held.lease)
        turn = Turn(held.lease, connection, mappings, harvest, lambda: self._owners(harvest), ends)
        self._ask_beside_first(harvest)
        if held.run.is_listed:
            held.run = steps.asking(held.run)(held.run, turn)
            return not held.run.is_over and self._has_time(turn)
        held.run, page = self.pages.read(held.run, harvest, lambda: self._has_time(turn))
        if self._is_kept_by_end(page):
            demand_whole(held.run, page, 0)
            held.run = held.run.add(NOTHING, cursor=None)
        else:
            self._keep(turn, page)
        return self.pages.is_ahead if page.next_cursor is not None else self._end_list(turn, page)

    def _is_kept_by_end(self, page: EntryPage) -> bool:
        """Return whether there is nothing to store of a page that the list's end does not store.

        Most nights have one page, without entries. Of a run that was started before, something may
        be stored that its first page replaces, and one that picks does not end with its list.
        """
        return page.ends_empty and self.held.is_new and not self.held.run.picks

    def _keep(self, turn: Turn, page: EntryPage) -> None:
        held, steps = self.held, self.held.steps
        decided = steps.deciding(held.run)(held.run, turn, page, self.last_ids)
        counted = decided.listed if held.run.picks else len(decided.decisions)
        demand_whole(held.run, page, counted)
        held.run = steps.keep(held.run)(
            held.run, held.lease, decided, page.next_cursor, self.known_items
        )
        self._learn_people(turn.connection)
        self.last_ids = frozenset(entry.id for entry in page.entries)

    def _end_list(self, turn: Turn, page: EntryPage) -> bool:
        """Finish the run after its last page, unless there is more to ask; return whether so."""
        held = self.held
        demand_all_pages(held.run, page)
        if not held.run.is_listed:
            held.run = held.steps.end_list(held.run, held.lease, turn.connection, page.announced)
        return held.run.is_listed and self._has_time(turn)

    def _has_time(self, turn: Turn) -> bool:
        return self.held.steps.clock.monotonic() < turn.ends

    def _ask_beside_first(self, harvest: HarvestSession) -> None:
        """Ask Harvest what else the run needs, while the first page of its slice is on its way.

        It is asked once in a run what the grant sees, since it hides the rest without a word. A run
        that has brought something in needs the owners again.
        """
        run, done = self.held.run, self.held.run.progress
        is_new = done.sees is None and not (done.pages or self.has_looked)
        needs_owners = done.imported > 0 and self.owners is None
        if (is_new or needs_owners) and not run.is_listed:
            self.pages.begin(run, harvest)
        if is_new:
            seeing = self.held.steps.learn_sight(harvest)
            self.has_looked = True
            self.held.run = replace(run, progress=replace(done, sees=seeing.sees, saw=seeing.saw))
        if needs_owners and not run.is_listed:
            self._owners(harvest)

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
