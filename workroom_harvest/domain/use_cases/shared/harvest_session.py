"""Harvest as a worker asks it for one connection, while it keeps its lease alive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse, TokenRefused
from workroom_harvest.domain.ports.background import Background
from workroom_harvest.domain.ports.harvest import ArrivedPage, EntryPage, HarvestApi
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls
from workroom_harvest.domain.window import Window


@dataclass(frozen=True)
class HarvestSession:
    """The questions of one run to Harvest. `keep_alive` is called before each attempt.

    Every method raises what `HarvestCalls.call` raises.
    """

    api: HarvestApi
    calls: HarvestCalls
    background: Background
    connection: Connection
    keep_alive: Callable[[], None]

    def sight(self) -> Sight | None:
        """Return whose entries the grant shows, or None if Harvest does not say."""
        return self.calls.call(self.connection, lambda key: self.api.sight(key, self.keep_alive))

    def emails(self) -> Mapping[int, str]:
        """Return the e-mail addresses of all Harvest users by user id."""
        return self.calls.call(self.connection, lambda key: self.api.emails(key, self.keep_alive))

    def entries(self, window: Window, cursor: str | None) -> ArrivedPage:
        """Return the page of the window at `cursor`, or its first page."""
        return self.calls.call(
            self.connection, lambda key: self.api.entries(key, window, cursor, self.keep_alive)
        )

    def entry(self, entry_id: int) -> HarvestEntry | UnreadableEntry | None:
        """Return an entry by its id, or None if Harvest says that it is not there."""
        return self.calls.call(
            self.connection, lambda key: self.api.entry(key, entry_id, self.keep_alive)
        )

    def entries_ahead(self, window: Window, cursor: str | None) -> Callable[[], ArrivedPage]:
        """Begin to fetch a page as `entries` does, and return a function that waits for it.

        A page that arrives before somebody waits for it is read meanwhile, while the one before
        waits for the database. The lease is not renewed: a single attempt is shorter than its
        lifetime. A token that Harvest refuses is refreshed only by whoever waits, who asks once
        more.
        """
        key = self.calls.credentials(self.connection)
        wait = self.background.start(
            lambda: self.api.entries(key, window, cursor, _nothing), _read_now
        )

        def page() -> ArrivedPage:
            try:
                return wait()
            except TokenRefused:
                return self.entries(window, cursor)

        return page


def _read_now(arrived: ArrivedPage) -> ArrivedPage:
    """Return the page with its entries read: its `read` returns or raises what came of that."""
    try:
        page = arrived.read()
    except MalformedResponse as error:
        return replace(arrived, read=partial(_fail, error))
    return replace(arrived, read=lambda: page)


def _fail(error: MalformedResponse) -> EntryPage:
    raise error


def _nothing() -> None:
    """Do nothing."""
