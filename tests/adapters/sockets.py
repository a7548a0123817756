"""Servers on sockets that answer, stay silent or drop packets, and HTTP clients for them."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import ExitStack, closing

import httpx

from workroom_harvest.adapters.harvest.addresses import Addresses
from workroom_harvest.adapters.harvest.network_backend import DeadlineTransport
from workroom_harvest.adapters.harvest.transport import BoundedTransport

NAME = "harvest.example"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"
Serve = Callable[[socket.socket], None]


def serving(cleanup: ExitStack, address: str, port: int, serve: Serve) -> int:
    """Serve each connection in a thread until the end of the test, and return the port."""
    server = cleanup.enter_context(socket.create_server((address, port)))
    taken = server.getsockname()[1]

    def accept() -> None:
        while True:
            try:
                one, _ = server.accept()
            except OSError:
                return
            cleanup.callback(one.close)
            threading.Thread(target=serve, args=(one,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    # Closing the socket alone does not wake a thread that waits in `accept`.
    cleanup.callback(lambda: server.shutdown(socket.SHUT_RDWR))
    return int(taken)


def answer(one: socket.socket) -> None:
    """Read the request and send a plain reply."""
    one.recv(2**16)
    one.sendall(REPLY)


def say_nothing(one: socket.socket) -> None:
    """Accept the connection and send nothing."""


def swallow(cleanup: ExitStack, address: str, port: int) -> None:
    """Make an address drop packets: its backlog is full, and nobody accepts."""
    hole = cleanup.enter_context(closing(socket.create_server((address, port), backlog=0)))
    for _ in range(3):
        waiting = cleanup.enter_context(closing(socket.socket()))
        waiting.setblocking(False)
        waiting.connect_ex(hole.getsockname())


def client(
    *addresses: str, trust: ssl.SSLContext | None = None, seconds: float = 8
) -> httpx.Client:
    """Return an HTTP client for which every host name resolves to these addresses."""
    found = Addresses(lambda *_: list(addresses))
    transport = BoundedTransport(seconds, addresses=found, trust=trust)
    return httpx.Client(transport=transport, timeout=seconds)


def frozen(kind: type[DeadlineTransport], seconds: float) -> httpx.Client:
    """Return an HTTP client whose transport sleeps during a part of the exchange."""
    return httpx.Client(transport=BoundedTransport(seconds, kind(Addresses())), timeout=9)


def asked(transport: BoundedTransport, url: str) -> str:
    """Return the text of the reply to a GET of the URL over the transport."""
    with httpx.Client(transport=transport, timeout=8) as client:
        return client.get(url).text
