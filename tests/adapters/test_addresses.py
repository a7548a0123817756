"""Each address of a host name is tried, and one that did not answer is tried last."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest

from tests.adapters.sockets import asked
from workroom_harvest.adapters.harvest.addresses import AVOIDED_FOR, Addresses
from workroom_harvest.adapters.harvest.transport import BoundedTransport


@contextmanager
def listening(address: str, *, answers: bool, port: int = 0) -> Iterator[int]:
    """Run a server that answers each request or only accepts it, and give its port."""
    with socket.create_server((address, port), backlog=8) as server:

        def serve() -> None:
            kept = []
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    break
                kept.append(peer)
                if answers:
                    peer.recv(4096)
                    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            for peer in kept:
                peer.close()

        serving = threading.Thread(target=serve)
        serving.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        serving.join()


@contextmanager
def black_hole(address: str, port: int) -> Iterator[None]:
    """Make an address drop packets: its backlog is full, so the kernel drops what arrives."""
    with socket.create_server((address, port), backlog=0), closing(socket.socket()) as first:
        first.connect((address, port))
        second = socket.socket()
        second.setblocking(False)
        second.connect_ex((address, port))
        yield
        second.close()


def test_the_next_address_is_tried_where_the_first_drops_packets() -> None:
    """Where the first address drops packets, the next one is tried before the deadline."""
    names = {"harvest.test": ["127.0.0.2", "127.0.0.1"]}
    with listening("127.0.0.1", answers=True) as port, black_hole("127.0.0.2", port):
        found = Addresses(lambda host, _: names[host])
        transport = BoundedTransport(8, addresses=found)
        assert asked(transport, f"http://harvest.test:{port}/") == "ok"
        assert list(found.of("harvest.test", port)) == ["127.0.0.1", "127.0.0.2"]


def test_an_address_that_is_silent_in_the_handshake_gives_way_to_the_next() -> None:
    """An address that accepts and stays silent gives way to the next one; alone, it times out."""
    with listening("127.0.0.2", answers=False) as port:
        found = Addresses(lambda *_: ["127.0.0.2", "127.0.0.1"])
        with pytest.raises(httpx.ConnectError):
            asked(BoundedTransport(8, addresses=found), f"https://harvest.test:{port}/")
        alone = Addresses(lambda *_: ["127.0.0.2"])
        with pytest.raises(httpx.ConnectTimeout):
            asked(BoundedTransport(0.5, addresses=alone), f"https://harvest.test:{port}/")


def test_an_address_is_avoided_for_a_while() -> None:
    """An avoided address comes last for `AVOIDED_FOR` seconds; one that is alone is tried."""
    now = [0.0]
    names = {"two": ["a", "b"], "one": ["a"]}
    found = Addresses(lambda host, _: names[host], lambda: now[0])
    found.avoid("a")
    assert (list(found.of("two", 1)), list(found.of("one", 1))) == (["b", "a"], ["a"])
    now[0] = AVOIDED_FOR
    assert list(found.of("two", 1)) == ["a", "b"]


def test_a_name_without_an_address_is_a_connect_error() -> None:
    """A host name that does not resolve raises `ConnectError`, like a host that does not answer."""
    with pytest.raises(httpx.ConnectError):
        asked(BoundedTransport(2), "http://nobody.invalid/")
