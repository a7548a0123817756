"""A reply that arrives late is kept if it is whole."""

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.adapters.sockets import asked
from workroom_harvest.adapters.harvest.oauth import TOKEN_SECONDS
from workroom_harvest.adapters.harvest.transport import BoundedTransport
from workroom_harvest.domain.use_cases.shared.harvest_calls import CLAIM


class Late(httpx.SyncByteStream):
    """A body whose pieces arrive so many seconds apart."""

    def __init__(self, *pieces: bytes, seconds: float) -> None:
        self._pieces = pieces
        self._seconds = seconds

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            time.sleep(self._seconds)
            yield piece


def late(*pieces: bytes, seconds: float = 0.1) -> httpx.MockTransport:
    """Return a server whose reply arrives in pieces, so many seconds apart."""
    return httpx.MockTransport(lambda _: httpx.Response(200, stream=Late(*pieces, seconds=seconds)))


def test_a_reply_that_arrived_whole_is_kept_though_its_end_came_late() -> None:
    """A whole reply is kept after the deadline, since it may hold the only valid pair of tokens."""
    assert asked(BoundedTransport(0.05, late(b"all of it")), "http://harvest.test/") == "all of it"


def test_a_reply_that_goes_on_past_the_deadline_is_not_waited_for() -> None:
    """A reply that is not whole at the deadline raises `ReadTimeout`, since it may never end."""
    with pytest.raises(httpx.ReadTimeout):
        asked(BoundedTransport(0.15, late(*[b"a"] * 99, seconds=0.2)), "http://harvest.test/")


def test_a_claim_on_a_refresh_lasts_longer_than_its_answer_is_waited_for() -> None:
    """A claim outlasts the wait for the token reply, so that nobody else refreshes meanwhile."""
    assert CLAIM.total_seconds() > TOKEN_SECONDS + 10
