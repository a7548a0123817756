"""Time entries: the first address of a window, the checks of a page, and an entry by its id."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC

import httpx

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.client import HarvestClient
from workroom_harvest.adapters.harvest.lists import PER_PAGE
from workroom_harvest.adapters.harvest.secrecy import without_frames
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse, ResourceMissing
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import ArrivedPage, Credentials, EntryPage
from workroom_harvest.domain.waiting import GroupKind
from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window

GROUP_FILTERS = {GroupKind.PROJECT: "project_id", GroupKind.TASK: "task_id"}
"""Harvest's own filters by project and by task."""


def read_entries(
    client: HarvestClient,
    key: Credentials,
    window: Window,
    cursor: str | None,
    keep_alive: Callable[[], None],
) -> ArrivedPage:
    """Return the first page of the window, or the one at `cursor`.

    `keep_alive` is called before each attempt. Raise what the port `HarvestApi` lists.
    """
    url = _first_page_url(client, window) if cursor is None else client.next_page_url(cursor)

    def accept(body: bytes) -> ArrivedPage:
        page = payloads.entry_page(body)
        if page.next_cursor is not None:
            # The link is checked before the page is accepted, as it may be right at the next try.
            client.next_page_url(page.next_cursor)
        return page

    arrived = client.get(key, url, accept, keep_alive)

    @without_frames
    def read() -> EntryPage:
        page = arrived.read()
        if cursor is None and not (page.entries or page.unreadable) and page.total_entries:
            raise MalformedResponse(Code.HARVEST_ENTRIES_WITHHELD)
        return page

    return replace(arrived, read=read)


def read_entry(
    client: HarvestClient,
    key: Credentials,
    entry_id: int,
    keep_alive: Callable[[], None],
) -> HarvestEntry | UnreadableEntry | None:
    """Return the entry of that id, or None if Harvest says that there is none.

    `keep_alive` is called before each attempt. Raise what the port `HarvestApi` lists, but for 404.
    """

    def read(body: bytes) -> HarvestEntry | UnreadableEntry:
        found = payloads.entry(body)
        if found.id != entry_id:
            raise MalformedResponse
        return found

    try:
        return client.get(key, client.url(f"time_entries/{entry_id}", {}), read, keep_alive)
    except ResourceMissing:
        return None


def _first_page_url(client: HarvestClient, window: Window) -> httpx.URL:
    return client.url("time_entries", {**_filters(window), "per_page": str(PER_PAGE)})


def _filters(window: Window) -> Mapping[str, str]:
    match window:
        case Days():
            return _days(window)
        case Waiting(group=group, days=days):
            assert days is not None, "without a day there is no list"  # noqa: S101 because that is for ourselves
            name = GROUP_FILTERS.get(group.kind)
            return {**_days(days), **({name: str(group.harvest_id)} if name else {})}
        case ChosenEntries(days=days):
            assert days is not None, "without a day there is no list"  # noqa: S101 because that is for ourselves
            return _days(days)
        case ChangedSince(since=since):
            # Harvest demands the letter T between date and time, and has whole seconds.
            return {"updated_since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _days(days: Days) -> Mapping[str, str]:
    # Harvest ignores dates that it cannot read and returns the whole account; it reads ISO.
    return {"from": days.first.isoformat(), "to": days.last.isoformat()}
