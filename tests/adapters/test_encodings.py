"""A body is decoded as its `Content-Encoding` says, or it is refused."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from tests.adapters.api import EMPTY, PACKED, api_client, read
from workroom_harvest.adapters.harvest.transport import PIECE
from workroom_harvest.domain.errors import HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.messages import Code


class Empty(httpx.SyncByteStream):
    """A body without a byte in it."""

    def __iter__(self) -> Iterator[bytes]:
        yield b""


@pytest.mark.parametrize(
    ("encoding", "body", "is_read"),
    [
        ("gzip", PACKED, True),
        ("identity", EMPTY, True),
        ("gzip", PACKED[:-9], False),
        ("gzip", EMPTY, False),
        ("gzip", PACKED + b"more", False),
        ("br", EMPTY, False),
        ("deflate", EMPTY, False),
    ],
    ids=["gzip", "plain", "cut off", "no gzip", "more behind", "brotli", "deflate"],
)
def test_a_body_is_what_its_encoding_says(encoding: str, body: bytes, is_read: bool) -> None:
    """A body that does not match its encoding is malformed, and is not taken for an empty page."""

    def answer(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(body)
        return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=stream)

    if is_read:
        assert read(api_client(answer)).total_entries == 0
    else:
        with pytest.raises(MalformedResponse):
            read(api_client(answer))


@pytest.mark.parametrize("more", [-1, 0, 1, 2 * PIECE, 40 * PIECE + 7])
def test_a_body_that_is_unpacked_in_pieces_is_whole(more: int) -> None:
    """A body is read whole wherever its end falls among the pieces in which it is unpacked."""
    body = EMPTY + b" " * (PIECE - len(EMPTY) + more)

    def answer(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(gzip.compress(body, mtime=0))
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    assert read(api_client(answer)).total_entries == 0


def test_a_refusal_without_a_body_can_be_read_though_it_claims_gzip() -> None:
    """An empty 401 that claims gzip, as a proxy may send it, is a transient error.

    It is neither a refusal by Harvest nor an error of decoding.
    """

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(401, headers={"Content-Encoding": "gzip"}, stream=Empty())

    with pytest.raises(HarvestUnavailable, match=Code.HARVEST_INTERCEPTED):
        read(api_client(answer))
