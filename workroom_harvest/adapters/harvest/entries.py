"""The pages of time entries: the first address of a window, and the checks of a page."""

from collections.abc import Callable
from datetime import UTC

import httpx

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.client import HarvestClient
from workroom_harvest.adapters.harvest.lists import PER_PAGE
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import Credentials, EntryPage
from workroom_harvest.domain.window import Days, Window


def read_entries(
    client: HarvestClient,
    key: Credentials,
    window: Window,
    cursor: str | None,
    keep_alive: Callable[[], None],
) -> EntryPage:
    """Return the first page of the window, or the one at `cursor`.

    `keep_alive` is called before each attempt. Raise what the port `HarvestApi` lists.
    """
    url = _first_page_url(client, window) if cursor is None else client.next_page_url(cursor)

    def read(body: bytes) -> EntryPage:
        page = payloads.entry_page(body)
        if cursor is None and not (page.entries or page.unreadable) and page.total_entries:
            raise MalformedResponse(Code.HARVEST_ENTRIES_WITHHELD)
        if page.next_cursor is not None:
            # The link is checked before the page is accepted, as it may be right at the next try.
            client.next_page_url(page.next_cursor)
        return page

    return client.get(key, url, read, keep_alive)


def _first_page_url(client: HarvestClient, window: Window) -> httpx.URL:
    if isinstance(window, Days):
        # Harvest ignores dates that it cannot read and returns the whole account; it reads ISO.
        params = {"from": window.first.isoformat(), "to": window.last.isoformat()}
    else:
        # Harvest demands the letter T between date and time, and has whole seconds.
        params = {"updated_since": window.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return client.url("time_entries", {**params, "per_page": str(PER_PAGE)})
