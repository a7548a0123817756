"""Connecting to a host name of which some addresses are dead or silent."""

import datetime
import socket
import ssl
import time
from contextlib import ExitStack
from pathlib import Path

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.adapters.sockets import NAME, answer, client, say_nothing, serving, swallow
from workroom_harvest.adapters.harvest.addresses import interleaved, resolve_host
from workroom_harvest.adapters.harvest.network_backend import ADDRESS_TIMEOUT


def test_the_last_address_has_all_the_time_that_is_left(cleanup: ExitStack) -> None:
    """The last address is waited for until the deadline, since a slow connection is good enough."""
    port = serving(cleanup, "127.0.0.9", 0, answer)
    swallow(cleanup, "127.0.0.2", port)
    begun = time.monotonic()
    with client("127.0.0.2", seconds=2.5) as one, pytest.raises(httpx.ConnectTimeout):
        one.get(f"http://{NAME}:{port}/")
    assert time.monotonic() - begun >= 2.4


@pytest.fixture
def certified(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Give a server's and a client's TLS context for a certificate that names `NAME`."""
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


def test_an_address_that_is_silent_in_the_handshake_is_left_for_the_next(
    cleanup: ExitStack, certified: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """An address that is silent in the TLS handshake is left for the next one."""
    theirs, ours = certified

    def shake_hands(one: socket.socket) -> None:
        with theirs.wrap_socket(one, server_side=True) as safe:
            answer(safe)

    port = serving(cleanup, "127.0.0.9", 0, shake_hands)
    serving(cleanup, "127.0.0.2", port, say_nothing)
    with client("127.0.0.2", "127.0.0.9", trust=ours) as one:
        assert one.get(f"https://{NAME}:{port}/").text == "done"
    assert ADDRESS_TIMEOUT <= 2


def test_an_address_with_a_certificate_of_another_name_is_refused(
    cleanup: ExitStack, certified: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """A certificate of another name is refused at the first address as at the last."""
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
    """The system's resolver gives each address once, and a bad name raises `ConnectError`."""
    assert "127.0.0.1" in resolve_host("localhost", 80)
    assert resolve_host("127.0.0.7", 80) == ["127.0.0.7"]
    for name in ("no-such-host.invalid", "a" * 70 + ".example"):
        with pytest.raises(httpcore.ConnectError):
            resolve_host(name, 80)


def test_families_take_turns() -> None:
    """IPv6 and IPv4 addresses alternate, since all of one family may be dead."""
    found = [(6, "::1"), (6, "::2"), (6, "::3"), (4, "1.1.1.1"), (4, "1.1.1.2"), (6, "::1")]
    assert interleaved(found) == ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"]
