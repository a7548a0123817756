"""An exchange with Harvest ends in time, and nothing of it is carried over to the next one."""

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
    """A cookie is not sent again, since one client serves all studios.

    It would go out together with another studio's token.
    """
    cookies = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("Cookie"))
        return httpx.Response(200, content=EMPTY, headers={"Set-Cookie": "session=elin"})

    one = api_client(answer)
    for account in (1, 2):
        one.entries(Credentials(account, "token"), WINDOW, None, lambda: None).read()
    one.close()
    assert cookies == [None, None]


@pytest.fixture
def silent() -> Iterator[int]:
    """Give the port of a server that accepts connections and sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_sends_nothing_times_out(silent: int) -> None:
    """The deadline covers the whole exchange, connecting included."""
    begun = time.monotonic()
    with pytest.raises(HarvestUnavailable, match=Code.HARVEST_TIMEOUT):
        read(api_client(None, RetryPolicy(1, 1, 0.5), f"http://127.0.0.1:{silent}/v2"))
    assert time.monotonic() - begun < 5


def test_a_name_that_does_not_resolve_cannot_be_reached() -> None:
    """A host name that does not resolve is reported as unreachable."""
    with pytest.raises(HarvestUnavailable, match=Code.HARVEST_UNREACHABLE):
        read(api_client(None, at="http://no-such-host.invalid/v2"))
