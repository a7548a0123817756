"""An HTTP transport with a total deadline and a size limit for every exchange.

httpx's time-outs are per read, so a reply that trickles never reaches them, and a small compressed
body may grow without bound. Both are limited here, below httpx, so that no caller can forget it.
"""

import ssl
import zlib
from collections.abc import Iterator

import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses
from workroom_harvest.adapters.harvest.deadline import current, deadline
from workroom_harvest.adapters.harvest.network_backend import DeadlineTransport

MOST_BYTES = 16 * 2**20
"""The most bytes of a reply. A page of 2,000 entries has about 3 MB."""

PIECE = 2**16
"""Bytes that are decompressed at a time."""

DROPPED = (
    # The transport undoes these.
    *(b"content-encoding", b"content-length", b"transfer-encoding"),
    # No redirect is followed, and httpx fails at an address that it cannot read.
    b"location",
    # The client serves all studios, and a cookie of one must not be sent with another's token.
    b"set-cookie",
)
"""The headers that are removed from each reply."""


class BoundedTransport(httpx.BaseTransport):
    """A transport that reads each reply whole, within `seconds` and `most` bytes, and undoes gzip.

    A reply whose last byte came late, or was read late, is kept, because it may contain the only
    valid tokens. Raise `httpx.ReadTimeout` past the deadline, and `httpx.DecodingError` past the
    size limit, or for a body that does not have the encoding that it names.
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

    httpx makes a reference cycle of the two, so a body would stay until the garbage collector runs.
    A run in which everything is skipped creates little else, and kept two hundred megabytes of
    them.
    """
    response.stream = httpx.ByteStream(b"")
    return response


def _inflated(inflate: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """Yield the chunk decompressed, in small pieces.

    Otherwise the sixteen megabytes of a decompression bomb would be in memory three times.
    """
    while chunk:
        yield inflate.decompress(chunk, PIECE)
        chunk = inflate.unconsumed_tail
        if inflate.unused_data:
            raise zlib.error("there is more behind its end")
