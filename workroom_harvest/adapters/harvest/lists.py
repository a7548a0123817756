"""Harvest's paged lists, read to their end within bounds."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from workroom_harvest.adapters.harvest.client import HarvestClient
from workroom_harvest.adapters.harvest.payloads import Part
from workroom_harvest.adapters.harvest.transport import MOST_BYTES
from workroom_harvest.domain.errors import HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Credentials

T = TypeVar("T")

PER_PAGE = 2000
"""The most members that Harvest returns at once, and its default.

Source: https://help.getharvest.com/api-v2/introduction/overview/pagination/
"""

MOST_LIST_PAGES = 50
"""The most pages of a list."""

MOST_LIST_BYTES = 2 * MOST_BYTES
"""The most bytes of a list, all its pages together: some 40,000 users or projects."""


def all_pages(
    client: HarvestClient,
    key: Credentials,
    path: str,
    params: Mapping[str, str],
    read: Callable[[bytes], Part[T]],
    before_attempt: Callable[[], None],
) -> list[T]:
    """Return the items of each page of a list, in order.

    `before_attempt` is called before each attempt. Raise `MalformedResponse` for a list that does
    not end, or that has fewer members than Harvest announced, and otherwise what the port
    `HarvestApi` lists.
    """
    url = client.url(path, {**params, "per_page": str(PER_PAGE)})
    found: list[Part[T]] = []
    size = 0

    def measure_and_read(body: bytes) -> Part[T]:
        nonlocal size
        size += len(body)
        return read(body)

    for _ in range(MOST_LIST_PAGES):
        page = client.get(key, url, measure_and_read, before_attempt)
        found.append(page)
        if size > MOST_LIST_BYTES:
            break
        if page.next_cursor is None:
            return _complete(path, found)
        following = client.next_page_url(page.next_cursor)
        if following == url:
            break
        url = following
    raise MalformedResponse(Code.HARVEST_LIST_ENDLESS, list=path)


def time_limit(
    clock: Clock, seconds: float, keep_alive: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """Return a function to be called before each attempt, which limits the time of several lists.

    It calls `keep_alive`, and raises `HarvestUnavailable` once `seconds` from now are over.
    """
    ends = clock.monotonic() + seconds

    def check() -> None:
        keep_alive()
        if clock.monotonic() >= ends:
            raise HarvestUnavailable(Code.HARVEST_LIST_SLOW)

    return check


def _complete(path: str, pages: Sequence[Part[T]]) -> list[T]:
    """Return the items of the pages; raise `MalformedResponse` if some of the list are missing.

    The entries of a user who is missing would go to the designer who connected, and stay there.
    """
    expected = [page.expected for page in pages if page.expected is not None]
    if expected and sum(page.count for page in pages) < min(expected):
        what = path.rpartition("/")[2].replace("_", " ")
        raise MalformedResponse(Code.HARVEST_LIST_INCOMPLETE, list=what)
    return [page.items for page in pages]
