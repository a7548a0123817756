"""HTTP that ends: a total deadline and a size limit on every exchange, whatever the other does.

httpx's time-outs are per read, so a reply that trickles never meets them; and a small compressed
body may grow without bound. Both are met here, below httpx, so that no caller can forget them. Only
the look-up of the host's name is not: it takes as long as the system's resolver does.
"""

import math
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

import httpcore
import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses

MOST_BYTES = 16 * 2**20
"""A page of 2000 entries has about 3 MB."""

TURN_SECONDS = 2.0
"""For an address of the name that has others behind it, and as long again for its handshake."""

PIECE = 2**16
DROPPED = (
    # Undone here.
    *(b"content-encoding", b"content-length", b"transfer-encoding"),
    # No redirect is followed, and httpx breaks at the address of one that it cannot read.
    b"location",
    # The client serves all studios: one's cookie must not go out with another's token.
    b"set-cookie",
)

_deadline: ContextVar[float] = ContextVar("deadline")


def _left(timeout: float | None) -> float:
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the exchange took longer than its deadline")
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection on which every wait counts against the exchange's deadline.

    Its handshake has `patience` seconds, after which `give_up` is told.
    """

    def __init__(
        self,
        inner: httpcore.NetworkStream,
        patience: float = math.inf,
        give_up: Callable[[], None] = lambda: None,
    ) -> None:
        self._inner = inner
        self._patience = patience
        self._give_up = give_up

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            secured = self._inner.start_tls(
                ssl_context, server_hostname, min(_left(timeout), self._patience)
            )
        except httpcore.ConnectTimeout:
            self._give_up()
            raise
        return _Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections that mind the deadline."""

    def __init__(self, addresses: Addresses) -> None:
        self._inner = httpcore.SyncBackend()
        self._addresses = addresses

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError(f"no address of {host} answers")
        # One by one: the library would give each address of the name all the time there is.
        *others, last = self._addresses.of(host, port)
        for address in (*others, last):
            patience = math.inf if address is last else TURN_SECONDS
            give_up = partial(self._addresses.avoid, address)
            try:
                stream = self._inner.connect_tcp(
                    address, port, min(_left(timeout), patience), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
                give_up()
            else:
                return _Stream(stream, patience, give_up)
        raise trouble


@cache
def _trust() -> ssl.SSLContext:
    """Whom we trust; reading all certificates takes a while, so once a process."""
    return httpx.create_ssl_context()


class _Wire(httpx.HTTPTransport):
    """httpx's own transport over connections that mind the deadline."""

    def __init__(self, addresses: Addresses) -> None:
        super().__init__(verify=_trust())
        # httpx passes no network backend through; the pool is httpcore's public class.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            # One studio whose Harvest hangs must not take all connections from the others.
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=30,
            network_backend=_Backend(addresses),
        )


class BoundedTransport(httpx.BaseTransport):
    """Reads each reply whole, within `seconds` and `MOST_BYTES`, and undoes gzip itself.

    A reply whose last byte came late is kept: it may hold the only tokens that live. Raises
    `httpx.ReadTimeout` past the deadline and `httpx.DecodingError` past the size, or for a body
    that is not what its encoding says.
    """

    def __init__(
        self,
        seconds: float,
        inner: httpx.BaseTransport | None = None,
        addresses: Addresses | None = None,
    ) -> None:
        self._seconds = seconds
        self._inner = inner or _Wire(addresses or Addresses())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        token = _deadline.set(time.monotonic() + self._seconds)
        try:
            response = self._inner.handle_request(request)
            try:
                content = _read(response, request)
            finally:
                response.close()
        finally:
            _deadline.reset(token)
        kept = [
            (name, value) for name, value in response.headers.raw if name.lower() not in DROPPED
        ]
        return httpx.Response(response.status_code, headers=kept, content=content)

    def close(self) -> None:
        self._inner.close()


def _read(response: httpx.Response, request: httpx.Request) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise httpx.DecodingError(f"Content-Encoding {encoding!r}", request=request)
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if encoding == "gzip" else None
    body = bytearray()
    is_empty, is_late = True, False
    try:
        for chunk in response.stream:  # type: ignore[union-attr]  # because we are synchronous
            if is_late:
                raise httpx.ReadTimeout("the reply took longer than its deadline", request=request)
            is_empty = is_empty and not chunk
            for piece in _inflated(inflate, chunk) if inflate else (chunk,):
                body += piece
                if len(body) > MOST_BYTES:
                    raise httpx.DecodingError(
                        f"the reply is larger than {MOST_BYTES} bytes", request=request
                    )
            is_late = time.monotonic() > _deadline.get()
    except zlib.error as error:
        raise httpx.DecodingError("the reply is no gzip", request=request) from error
    if inflate is not None and not inflate.eof and not is_empty:
        raise httpx.DecodingError("the reply's gzip is cut off", request=request)
    return bytes(body)


def released(response: httpx.Response) -> httpx.Response:
    """The response without its stream, which has been read.

    httpx ties them in a cycle, so that a body would stay until the collector comes: a run where
    everything is skipped makes little else, and held two hundred megabytes of them.
    """
    response.stream = httpx.ByteStream(b"")
    return response


def _inflated(inflate: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """In small pieces: all at once, a bomb's sixteen megabytes are held three times over."""
    while chunk:
        yield inflate.decompress(chunk, PIECE)
        chunk = inflate.unconsumed_tail
        if inflate.unused_data:
            raise zlib.error("there is more behind its end")
