"""Connections that mind the deadline of an exchange, to a name of which an address may be dead."""

import math
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

import httpcore
import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses
from workroom_harvest.adapters.harvest.deadline import current

TURN_SECONDS = 2.0
"""For an address of the name that has others behind it, and as long again for its handshake."""


class _Stream(httpcore.NetworkStream):
    """A connection on which every wait counts against the exchange's deadline.

    Its handshake has `patience` seconds, after which `give_up` is told, and `onward` makes it with
    another address where there is one.
    """

    def __init__(
        self,
        inner: httpcore.NetworkStream,
        patience: float = math.inf,
        give_up: Callable[[], None] = lambda: None,
        onward: "Callable[[], _Stream] | None" = None,
    ) -> None:
        self._inner = inner
        self._patience = patience
        self._give_up = give_up
        self._onward = onward

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
                ssl_context, server_hostname, min(current().left(timeout), self._patience)
            )
        except httpcore.ConnectTimeout:
            self._give_up()
            if self._onward is None:
                raise
            return self._onward().start_tls(ssl_context, server_hostname, timeout)
        return _Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


_Dial = Callable[[str, float], httpcore.NetworkStream]


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
        def dial(address: str, patience: float) -> httpcore.NetworkStream:
            seconds = min(current().left(timeout), patience)
            return self._inner.connect_tcp(address, port, seconds, local_address, socket_options)

        return self._first_of(self._addresses.of(host, port), dial)

    def _first_of(self, addresses: Sequence[str], dial: _Dial) -> _Stream:
        """A connection to the first address that takes one."""
        trouble: Exception = httpcore.ConnectError("no address of that name answers")
        # One by one: the library would give each address of the name all the time there is.
        for number, address in enumerate(addresses, 1):
            others = addresses[number:]
            patience = TURN_SECONDS if others else math.inf
            try:
                stream = dial(address, patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
                self._addresses.avoid(address)
            else:
                onward = partial(self._first_of, others, dial) if others else None
                give_up = partial(self._addresses.avoid, address)
                return _Stream(stream, patience, give_up, onward)
        raise trouble


@cache
def _trust() -> ssl.SSLContext:
    """Whom we trust; reading all certificates takes a while, so once a process."""
    return httpx.create_ssl_context()


class Wire(httpx.HTTPTransport):
    """httpx's own transport over connections that mind the `deadline`; for use inside of it."""

    def __init__(self, addresses: Addresses, trust: ssl.SSLContext | None = None) -> None:
        trust = trust or _trust()
        super().__init__(verify=trust)
        # httpx passes no network backend through; the pool is httpcore's public class.
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            # One studio whose Harvest hangs must not take all connections from the others.
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=30,
            network_backend=_Backend(addresses),
        )
