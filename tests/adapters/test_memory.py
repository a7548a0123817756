"""A page that was read leaves no object behind."""

import gc

import httpx

from tests.adapters.api import KEY, WINDOW, api_client

PAGE = {"time_entries": [], "links": {"next": None}, "total_entries": 0}


def test_a_page_is_gone_once_it_was_read() -> None:
    """A reply is freed without the garbage collector once its page was read.

    Where every entry is skipped, the collector does not run for a long time.
    """
    one = api_client(lambda _: httpx.Response(200, json=PAGE))
    before = responses()
    gc.disable()
    try:
        for _ in range(5):
            one.entries(KEY, WINDOW, None, lambda: None).read()
        assert responses() == before
    finally:
        gc.enable()
    one.close()


def responses() -> int:
    """Return how many httpx responses this process holds."""
    return sum(isinstance(found, httpx.Response) for found in gc.get_objects())
