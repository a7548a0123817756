"""An exchange with Harvest ends in time, and leaves nothing behind."""

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.adapters.api import EMPTY, WINDOW, api_client, read
from workroom_harvest.adapters.harvest.retries import RetryPolicy
from workroom_harvest.domain.errors import HarvestUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import Credentials


def test_a_cookie_is_not_kept() -> None:
    """The client serves all studios: one's would go out with another's token."""
    cookies = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("Cookie"))
        return httpx.Response(200, content=EMPTY, headers={"Set-Cookie": "session=elin"})

    one = api_client(answer)
    for account in (1, 2):
        one.entries(Credentials(account, "token"), WINDOW, None, lambda: None)
    one.close()
    assert cookies == [None, None]


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_is_left_in_time(silent: int) -> None:
    """The deadline is for the whole exchange, connecting included."""
    begun = time.monotonic()
    with pytest.raises(HarvestUnavailable, match=Code.HARVEST_TIMEOUT):
        read(api_client(None, RetryPolicy(1, 1, 0.5), f"http://127.0.0.1:{silent}/v2"))
    assert time.monotonic() - begun < 5


def test_a_name_that_does_not_resolve_cannot_be_reached() -> None:
    """Resolving is ours: the addresses of a name share one deadline."""
    with pytest.raises(HarvestUnavailable, match=Code.HARVEST_UNREACHABLE):
        read(api_client(None, at="http://no-such-host.invalid/v2"))
