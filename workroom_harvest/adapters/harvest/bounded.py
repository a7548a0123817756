"""HTTP that ends: a total deadline and a size limit on every exchange, whatever the other does.

httpx's time-outs are per read, so a reply that trickles never meets them; and a small compressed
body may grow without bound. Both are met here, below httpx, so that no caller can forget them. Only
the look-up of the host's name is not: it takes as long as the system's resolver does.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpcore
import httpx

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

_deadline: ContextVar[float] = ContextVar("deadline")


def _left(timeout: float | None) -> float:
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the exchange took longer than its deadline")
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection on which every wait counts against the exchange's deadline."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

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
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections that mind the deadline."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

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
        for address in _addresses(host, port):
            try:
                return _Stream(
                    self._inner.connect_tcp(
                        address, port, _left(timeout), local_address, socket_options
                    )
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} does not resolve") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@cache
def _trust() -> ssl.SSLContext:
    """Whom we trust; reading all certificates takes a while, so once a process."""
    return httpx.create_ssl_context()


class _Wire(httpx.HTTPTransport):
    """httpx's own transport over connections that mind the deadline."""

    def __init__(self) -> None:
        super().__init__(verify=_trust())
        # httpx passes no network backend through; the pool is httpcore's public class.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            # One studio whose Harvest hangs must not take all connections from the others.
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=30,
            network_backend=_Backend(),
        )


class BoundedTransport(httpx.BaseTransport):
    """Reads each reply whole, within `seconds` and `MOST_BYTES`, and undoes gzip itself.

    Raises `httpx.ReadTimeout` past the deadline and `httpx.DecodingError` past the size, or for a
    body that is not what its encoding says.
    """

    def __init__(self, seconds: float, inner: httpx.BaseTransport | None = None) -> None:
        self._seconds = seconds
        self._inner = inner or _Wire()

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
    is_empty = True
    try:
        for chunk in response.stream:  # type: ignore[union-attr]  # because we are synchronous
            is_empty = is_empty and not chunk
            for piece in _inflated(inflate, chunk) if inflate else (chunk,):
                body += piece
                if len(body) > MOST_BYTES:
                    raise httpx.DecodingError(
                        f"the reply is larger than {MOST_BYTES} bytes", request=request
                    )
            if time.monotonic() > _deadline.get():
                raise httpx.ReadTimeout("the reply took longer than its deadline", request=request)
    except zlib.error as error:
        raise httpx.DecodingError("the reply is no gzip", request=request) from error
    if inflate is not None and not inflate.eof and not is_empty:
        raise httpx.DecodingError("the reply's gzip is cut off", request=request)
    return bytes(body)


def _inflated(inflate: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """In small pieces: all at once, a bomb's sixteen megabytes are held three times over."""
    while chunk:
        yield inflate.decompress(chunk, PIECE)
        chunk = inflate.unconsumed_tail
        if inflate.unused_data:
            raise zlib.error("there is more behind its end")
