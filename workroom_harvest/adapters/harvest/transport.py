"""HTTP that ends: a total deadline and a size limit on every exchange, whatever the other does.

httpx's time-outs are per read, so a reply that trickles never meets them; and a small compressed
body may grow without bound. Both are met here, below httpx, so that no caller can forget them.
"""

import ssl
import zlib
from collections.abc import Iterator

import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses
from workroom_harvest.adapters.harvest.deadline import current, deadline
from workroom_harvest.adapters.harvest.network_backend import DeadlineTransport

MOST_BYTES = 16 * 2**20
"""A page of 2000 entries has about 3 MB."""

PIECE = 2**16
DROPPED = (
    # Undone here.
    *(b"content-encoding", b"content-length", b"transfer-encoding"),
    # No redirect is followed, and httpx breaks at the address of one that it cannot read.
    b"location",
    # The client serves all studios: one's cookie must not go out with another's token.
    b"set-cookie",
)


class BoundedTransport(httpx.BaseTransport):
    """Reads each reply whole, within `seconds` and `most` bytes, and undoes gzip itself.

    A reply whose last byte came late, or was read late, is kept: it may hold the only tokens that
    live. Raises `httpx.ReadTimeout` past the deadline and `httpx.DecodingError` past the size, or
    for a body that is not what its encoding says.
    """

    def __init__(
        self,
        seconds: float,
        inner: httpx.BaseTransport | None = None,
        addresses: Addresses | None = None,
        trust: ssl.SSLContext | None = None,
        most: int = MOST_BYTES,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._inner = inner or DeadlineTransport(addresses or Addresses(), trust)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with deadline(self._seconds):
            response = self._inner.handle_request(request)
            try:
                content = _read(response, request, self._most)
            finally:
                response.close()
        kept = [
            (name, value) for name, value in response.headers.raw if name.lower() not in DROPPED
        ]
        return httpx.Response(response.status_code, headers=kept, content=content)

    def close(self) -> None:
        self._inner.close()


def _read(response: httpx.Response, request: httpx.Request, most: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise httpx.DecodingError(f"Content-Encoding {encoding!r}", request=request)
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if encoding == "gzip" else None
    body = bytearray()
    is_empty = True
    try:
        for chunk in response.stream:  # type: ignore[union-attr]  # because we are synchronous
            if current().is_over():
                raise httpx.ReadTimeout("the reply took longer than its deadline", request=request)
            is_empty = is_empty and not chunk
            for piece in _inflated(inflate, chunk) if inflate else (chunk,):
                body += piece
                if len(body) > most:
                    raise httpx.DecodingError(
                        f"the reply is larger than {most} bytes", request=request
                    )
    except zlib.error as error:
        raise httpx.DecodingError("the reply is no gzip", request=request) from error
    if inflate is not None and not inflate.eof and not is_empty:
        raise httpx.DecodingError("the reply's gzip is cut off", request=request)
    return bytes(body)


def without_stream(response: httpx.Response) -> httpx.Response:
    """Return the response without its stream, which has been read.

    httpx ties them in a cycle, so that a body would stay until the collector comes: a run where
    everything is skipped makes little else, and held two hundred megabytes of them.
    """
    response.stream = httpx.ByteStream(b"")
    return response


def _inflated(inflate: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """Yield the chunk inflated, in small pieces.

    All at once, a bomb's sixteen megabytes would be held three times over.
    """
    while chunk:
        yield inflate.decompress(chunk, PIECE)
        chunk = inflate.unconsumed_tail
        if inflate.unused_data:
            raise zlib.error("there is more behind its end")
