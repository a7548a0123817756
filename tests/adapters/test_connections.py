"""Connections over sockets: dead addresses, handshakes, and replies that are read too late."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workroom_harvest.adapters.harvest.addresses import Addresses, interleaved, resolve_host
from workroom_harvest.adapters.harvest.deadline import GRACE
from workroom_harvest.adapters.harvest.network_backend import ADDRESS_TIMEOUT, DeadlineTransport
from workroom_harvest.adapters.harvest.transport import BoundedTransport

NAME = "harvest.example"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"
Serve = Callable[[socket.socket], None]


def serving(cleanup: ExitStack, address: str, port: int, serve: Serve) -> int:
    """Serve each connection in a thread, until the end; the port."""
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
    # Closing alone does not wake who waits in accept.
    cleanup.callback(lambda: server.shutdown(socket.SHUT_RDWR))
    return int(taken)


def answer(one: socket.socket) -> None:
    """A plain reply."""
    one.recv(2**16)
    one.sendall(REPLY)


def say_nothing(one: socket.socket) -> None:
    """Take the connection, and no more."""


def swallow(cleanup: ExitStack, address: str, port: int) -> None:
    """An address that lets packets vanish: its queue of connections is full, nobody takes one."""
    hole = cleanup.enter_context(closing(socket.create_server((address, port), backlog=0)))
    for _ in range(3):
        waiting = cleanup.enter_context(closing(socket.socket()))
        waiting.setblocking(False)
        waiting.connect_ex(hole.getsockname())


def client(
    *addresses: str, trust: ssl.SSLContext | None = None, seconds: float = 8
) -> httpx.Client:
    """A client for which every name has these addresses."""
    found = Addresses(lambda *_: list(addresses))
    transport = BoundedTransport(seconds, addresses=found, trust=trust)
    return httpx.Client(transport=transport, timeout=seconds)


def frozen(kind: type[DeadlineTransport], seconds: float) -> httpx.Client:
    """A client whose process stands still after a part of the exchange."""
    return httpx.Client(transport=BoundedTransport(seconds, kind(Addresses())), timeout=9)


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """What is open until the end of the test."""
    with ExitStack() as stack:
        yield stack


def test_the_last_address_has_all_the_time_that_is_left(cleanup: ExitStack) -> None:
    """A slow way is a way."""
    port = serving(cleanup, "127.0.0.9", 0, answer)
    swallow(cleanup, "127.0.0.2", port)
    begun = time.monotonic()
    with client("127.0.0.2", seconds=2.5) as one, pytest.raises(httpx.ConnectTimeout):
        one.get(f"http://{NAME}:{port}/")
    assert time.monotonic() - begun >= 2.4


@pytest.fixture
def certified(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's side for a certificate that names `NAME`."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    both = tmp_path / "both.pem"
    both.write_bytes(private + certificate)
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(both)
    return theirs, ssl.create_default_context(cadata=certificate.decode())


def test_an_address_that_is_silent_while_shaking_hands_has_a_turn_and_no_more(
    cleanup: ExitStack, certified: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """It takes the connection; it is the next that has the certificate."""
    theirs, ours = certified

    def shake_hands(one: socket.socket) -> None:
        with theirs.wrap_socket(one, server_side=True) as safe:
            answer(safe)

    port = serving(cleanup, "127.0.0.9", 0, shake_hands)
    serving(cleanup, "127.0.0.2", port, say_nothing)
    with client("127.0.0.2", "127.0.0.9", trust=ours) as one:
        assert one.get(f"https://{NAME}:{port}/").text == "done"
    assert ADDRESS_TIMEOUT <= 2


def test_an_address_with_anothers_certificate_is_not_believed(
    cleanup: ExitStack, certified: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """Neither the first nor the last."""
    theirs, ours = certified

    def shake_hands(one: socket.socket) -> None:
        try:
            theirs.wrap_socket(one, server_side=True)
        except OSError:
            one.close()

    port = serving(cleanup, "127.0.0.9", 0, shake_hands)
    serving(cleanup, "127.0.0.2", port, shake_hands)
    with client("127.0.0.2", "127.0.0.9", trust=ours) as one, pytest.raises(httpx.ConnectError):
        one.get(f"https://another.example:{port}/")


def test_a_name_has_its_addresses_each_once() -> None:
    """By the system's resolver, in a thread that can be left."""
    assert "127.0.0.1" in resolve_host("localhost", 80)
    assert resolve_host("127.0.0.7", 80) == ["127.0.0.7"]
    for name in ("no-such-host.invalid", "a" * 70 + ".example"):
        with pytest.raises(httpcore.ConnectError):
            resolve_host(name, 80)


def test_families_take_turns() -> None:
    """All of one may be dead, as IPv6 is in many a network."""
    found = [(6, "::1"), (6, "::2"), (6, "::3"), (4, "1.1.1.1"), (4, "1.1.1.2"), (6, "::1")]
    assert interleaved(found) == ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"]


def test_a_reply_that_arrived_whole_is_kept_however_late_it_is_read(cleanup: ExitStack) -> None:
    """As by a process that was frozen meanwhile: what a token endpoint says is said once."""
    seconds = 0.5

    def answer_and_stay(one: socket.socket) -> None:
        one.recv(2**16)
        one.sendall(REPLY)

    port = serving(cleanup, "127.0.0.1", 0, answer_and_stay)

    class Frozen(DeadlineTransport):
        """Stands still between asking and reading, past the deadline."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            time.sleep(2 * seconds)
            return response

    with frozen(Frozen, seconds) as one:
        assert one.get(f"http://127.0.0.1:{port}/").text == "done"


def test_a_reply_whose_body_waits_unread_past_the_deadline_is_kept(cleanup: ExitStack) -> None:
    """It lies in the socket, behind the headers that were read in time."""
    seconds = 0.5
    asleep = threading.Event()

    def in_two(one: socket.socket) -> None:
        one.recv(2**16)
        one.sendall(REPLY[:-4])
        asleep.wait()
        one.sendall(REPLY[-4:])

    class Frozen(DeadlineTransport):
        """Stands still once it has the headers."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            asleep.set()
            time.sleep(2 * seconds)
            return response

    port = serving(cleanup, "127.0.0.1", 0, in_two)
    with frozen(Frozen, seconds) as one:
        assert one.get(f"http://127.0.0.1:{port}/").text == "done"


def test_a_reply_that_trickles_is_left_all_the_same(cleanup: ExitStack) -> None:
    """However much of it there is whenever somebody looks."""

    def trickle(one: socket.socket) -> None:
        try:
            one.recv(2**16)
            one.sendall(REPLY.replace(b"4\r\n", b"99999999\r\n"))
            while True:
                one.sendall(b"x")
                time.sleep(0.001)
        except OSError:
            return

    port = serving(cleanup, "127.0.0.1", 0, trickle)
    begun = time.monotonic()
    with client("127.0.0.1", seconds=0.5) as one, pytest.raises(httpx.ReadTimeout):
        one.get(f"http://{NAME}:{port}/")
    assert time.monotonic() - begun < 0.5 + GRACE + 3
