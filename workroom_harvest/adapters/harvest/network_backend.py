"""Connections that keep an exchange's deadline, and try the addresses of a name one by one."""

import math
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

import httpcore
import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses
from workroom_harvest.adapters.harvest.deadline import current

ADDRESS_TIMEOUT = 2.0
"""Seconds for connecting to an address, if there are others, and as many for its handshake."""


class DeadlineStream(httpcore.NetworkStream):
    """A connection on which every wait counts against the exchange's deadline.

    Its TLS handshake may take `handshake_timeout` seconds. After them `on_timeout` is called, and
    `connect_next` connects to another address, if there is one.
    """

    def __init__(
        self,
        inner: httpcore.NetworkStream,
        handshake_timeout: float = math.inf,
        on_timeout: Callable[[], None] = lambda: None,
        connect_next: "Callable[[], DeadlineStream] | None" = None,
    ) -> None:
        self._inner = inner
        self._handshake_timeout = handshake_timeout
        self._on_timeout = on_timeout
        self._connect_next = connect_next

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, current().left_to_read(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, current().left(timeout))

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
                ssl_context, server_hostname, min(current().left(timeout), self._handshake_timeout)
            )
        except httpcore.ConnectTimeout:
            self._on_timeout()
            if self._connect_next is None:
                raise
            return self._connect_next().start_tls(ssl_context, server_hostname, timeout)
        return DeadlineStream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


_Dial = Callable[[str, float], httpcore.NetworkStream]


class DeadlineBackend(httpcore.NetworkBackend):
    """A backend of connections that keep the deadline; it tries one address after the other."""

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
        def dial(address: str, longest: float) -> httpcore.NetworkStream:
            seconds = min(current().left(timeout), longest)
            return self._inner.connect_tcp(address, port, seconds, local_address, socket_options)

        return self._connect_first(self._addresses.of(host, port), dial)

    def _connect_first(self, addresses: Sequence[str], dial: _Dial) -> DeadlineStream:
        """Return a connection to the first address that accepts one.

        Raise the last address's error if none does.
        """
        last_error: Exception = httpcore.ConnectError("no address of that name answers")
        # The addresses are tried here, because the library would give each of them all the time.
        for number, address in enumerate(addresses, 1):
            others = addresses[number:]
            longest = ADDRESS_TIMEOUT if others else math.inf
            try:
                stream = dial(address, longest)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last_error = error
                self._addresses.avoid(address)
            else:
                connect_next = partial(self._connect_first, others, dial) if others else None
                on_timeout = partial(self._addresses.avoid, address)
                return DeadlineStream(stream, longest, on_timeout, connect_next)
        raise last_error


@cache
def _ssl_context() -> ssl.SSLContext:
    """Return httpx's own context, made once, because reading all certificates takes a while."""
    return httpx.create_ssl_context()


class DeadlineTransport(httpx.HTTPTransport):
    """httpx's own transport, over connections that keep the `deadline` within which it is used."""

    def __init__(self, addresses: Addresses, trust: ssl.SSLContext | None = None) -> None:
        trust = trust or _ssl_context()
        super().__init__(verify=trust)
        # httpx passes no network backend through; the pool is httpcore's public class.
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            # There are enough connections for others while one studio's Harvest hangs.
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=30,
            network_backend=DeadlineBackend(addresses),
        )
