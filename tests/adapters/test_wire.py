"""What stands between httpx and the network: addresses, late replies, bodies, frames."""

import gc
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import TracebackType

import httpx
import pytest

from tests.adapters.test_settings import GOOD
from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.addresses import AVOIDED_FOR, Addresses
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.oauth import TOKEN_SECONDS, HttpHarvestOAuth
from workroom_harvest.adapters.harvest.retries import BACKGROUND
from workroom_harvest.adapters.harvest.transport import BoundedTransport
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import HarvestError
from workroom_harvest.domain.ports.harvest import Credentials
from workroom_harvest.domain.use_cases.shared.harvest_calls import CLAIM
from workroom_harvest.settings import Settings

# Addresses.


@contextmanager
def listening(address: str, *, answers: bool, port: int = 0) -> Iterator[int]:
    """A server at that address: it answers each request, or accepts and is silent."""
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
    """An address that swallows packets: its queue is full, so that the kernel drops what comes."""
    with socket.create_server((address, port), backlog=0), closing(socket.socket()) as first:
        first.connect((address, port))
        second = socket.socket()
        second.setblocking(False)
        second.connect_ex((address, port))
        yield
        second.close()


def asked(transport: BoundedTransport, url: str) -> str:
    """What is answered there."""
    with httpx.Client(transport=transport, timeout=8) as client:
        return client.get(url).text


def test_the_next_address_gets_its_turn_where_the_first_swallows_packets() -> None:
    """Within the exchange's deadline, most of which the first one would have eaten."""
    names = {"harvest.test": ["127.0.0.2", "127.0.0.1"]}
    with listening("127.0.0.1", answers=True) as port, black_hole("127.0.0.2", port):
        found = Addresses(lambda host, _: names[host])
        transport = BoundedTransport(8, addresses=found)
        assert asked(transport, f"http://harvest.test:{port}/") == "ok"
        assert list(found.of("harvest.test", port)) == ["127.0.0.1", "127.0.0.2"]


def test_an_address_that_is_silent_in_the_handshake_comes_last_the_next_time() -> None:
    """It accepts, and says nothing; where it is the last one that exchange fails."""
    with listening("127.0.0.2", answers=False) as port:
        found = Addresses(lambda *_: ["127.0.0.2", "127.0.0.1"])
        with pytest.raises(httpx.ConnectError):
            asked(BoundedTransport(8, addresses=found), f"https://harvest.test:{port}/")
        alone = Addresses(lambda *_: ["127.0.0.2"])
        with pytest.raises(httpx.ConnectTimeout):
            asked(BoundedTransport(0.5, addresses=alone), f"https://harvest.test:{port}/")


def test_an_address_is_avoided_for_a_while() -> None:
    """Then it is where the resolver has it; one that is alone is tried all the same."""
    now = [0.0]
    names = {"two": ["a", "b"], "one": ["a"]}
    found = Addresses(lambda host, _: names[host], lambda: now[0])
    found.avoid("a")
    assert (list(found.of("two", 1)), list(found.of("one", 1))) == (["b", "a"], ["a"])
    now[0] = AVOIDED_FOR
    assert list(found.of("two", 1)) == ["a", "b"]


def test_a_name_without_an_address_is_an_error_of_connecting() -> None:
    """As of one that does not answer."""
    with pytest.raises(httpx.ConnectError):
        asked(BoundedTransport(2), "http://nobody.invalid/")


# Late replies.


class Late(httpx.SyncByteStream):
    """A body whose pieces come after so many seconds each."""

    def __init__(self, *pieces: bytes, seconds: float) -> None:
        self._pieces = pieces
        self._seconds = seconds

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            time.sleep(self._seconds)
            yield piece


def late(*pieces: bytes, seconds: float = 0.1) -> httpx.MockTransport:
    """A server whose reply comes in pieces, each so much after the one before."""
    return httpx.MockTransport(lambda _: httpx.Response(200, stream=Late(*pieces, seconds=seconds)))


def test_a_reply_that_arrived_whole_is_kept_though_its_end_came_late() -> None:
    """It may hold the only pair of tokens that lives."""
    assert asked(BoundedTransport(0.05, late(b"all of it")), "http://harvest.test/") == "all of it"


def test_a_reply_that_goes_on_past_the_deadline_is_not_waited_for() -> None:
    """Nobody knows whether it ever ends."""
    with pytest.raises(httpx.ReadTimeout):
        asked(BoundedTransport(0.15, late(*[b"a"] * 99, seconds=0.2)), "http://harvest.test/")


def test_a_claim_on_a_refresh_lasts_longer_than_its_answer_is_waited_for() -> None:
    """Nobody asks beside somebody who still waits."""
    assert CLAIM.total_seconds() > TOKEN_SECONDS + 10


# Bodies.

KEY = Credentials(7, "1.at.secret-access")
PAGE = {"time_entries": [], "links": {"next": None}, "total_entries": 0}
WINDOW = Period.default(SystemClock().now().date())


def reader(answer: Callable[[httpx.Request], httpx.Response]) -> HttpHarvestApi:
    """A reader over an answer without a network."""
    return HttpHarvestApi(
        api_url="https://api.example/v2",
        user_agent="tests",
        clock=SystemClock(),
        random=SystemRandom(),
        policy=BACKGROUND,
        transport=httpx.MockTransport(answer),
    )


def test_a_page_is_gone_once_it_was_read() -> None:
    """Without the collector: where everything is skipped it does not come for a long time."""
    one = reader(lambda _: httpx.Response(200, json=PAGE))
    before = responses()
    gc.disable()
    try:
        for _ in range(5):
            one.entries(KEY, WINDOW, None, lambda: None)
        assert responses() == before
    finally:
        gc.enable()
    one.close()


def responses() -> int:
    """How many there are in this process."""
    return sum(isinstance(found, httpx.Response) for found in gc.get_objects())


# Frames.

REFUSALS = (
    httpx.Response(401, json={"error": "invalid_token"}),
    httpx.Response(403, json={"message": "Not authorized!"}),
    httpx.Response(400, json={"error": "invalid_grant"}),
    httpx.Response(401, json={"error": "invalid_client"}),
    httpx.Response(503, html="<p>"),
    httpx.Response(200, html="<p>"),
    httpx.Response(200, json={"access_token": "1.at.secret-new", "refresh_token": 3}),
    httpx.ConnectError("away"),
    httpx.ReadTimeout("late"),
    ssl.SSLError("no"),
)


def answering(refusal: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response]:
    """A server that answers so."""

    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(refusal, ssl.SSLError):
            raise httpx.ConnectError("no") from refusal
        if isinstance(refusal, Exception):
            raise refusal
        return httpx.Response(refusal.status_code, content=refusal.content)

    return answer


def shown(error: BaseException | None) -> str:
    """What an error reporter prints: each frame's locals, of the error and of all behind it."""
    text = ""
    while error is not None:
        text += f"{error!r} {getattr(error, '__notes__', '')}\n"
        text += "".join(map(str, locals_of(error.__traceback__)))
        error = error.__cause__ or error.__context__
    return text


def locals_of(trace: TracebackType | None) -> Iterator[dict[str, object]]:
    """The locals of each frame below this test's own."""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename != __file__:
            yield {name: repr(value) for name, value in trace.tb_frame.f_locals.items()}
        trace = trace.tb_next


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "entries", "emails", "lists"])
def test_no_frame_of_an_error_holds_a_secret(
    refusal: httpx.Response | Exception, call: str
) -> None:
    """Error reporters print the locals of every frame."""
    answer = answering(refusal)
    settings = Settings.read({**GOOD, "HARVEST_CLIENT_SECRET": "secret-of-the-client"})
    oauth, one = (
        HttpHarvestOAuth(settings, SystemClock(), httpx.MockTransport(answer)),
        reader(answer),
    )
    calls: dict[str, Callable[[], object]] = {
        "exchange": lambda: oauth.exchange("secret-code", "https://workroom.example/callback"),
        "refresh": lambda: oauth.refresh("1.rt.secret-refresh"),
        "accounts": lambda: oauth.accounts("1.at.secret-access"),
        "entries": lambda: one.entries(KEY, WINDOW, None, lambda: None),
        "emails": lambda: one.emails(KEY, lambda: None),
        "lists": lambda: one.lists(KEY),
    }
    with pytest.raises(HarvestError) as caught:
        calls[call]()
    assert "secret" not in shown(caught.value)
    oauth.close()
    one.close()


def test_tokens_of_an_odd_reply_are_in_no_frame_either() -> None:
    """What can be read of it is none of the reporter's business."""
    body = json.dumps({"access_token": "1.at.secret\n", "refresh_token": "1.rt.secret"}).encode()
    answer = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), answer)
    with pytest.raises(HarvestError) as caught:
        oauth.refresh("1.rt.secret-refresh")
    assert "secret" not in shown(caught.value)
    assert "secret" not in repr(Tokens("1.at.secret", "1.rt.secret", SystemClock().now()))
    oauth.close()


class TimeIsUp(BaseException):
    """As a worker's job is ended, wherever it is."""


@pytest.mark.parametrize("kind", [RuntimeError, TimeIsUp, KeyError])
@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "revoke", "entries", "sight"])
def test_no_frame_of_an_error_that_nobody_expected_holds_a_secret(
    kind: type[BaseException], call: str
) -> None:
    """Those are what reporters are for; where it happened is told as text."""

    def answer(_: httpx.Request) -> httpx.Response:
        try:
            raise ValueError("behind it")
        except ValueError:
            raise kind("boom")  # noqa: B904 because what is behind it is to be found, too

    addresses = {"HARVEST_CLIENT_SECRET": "secret-of-the-client"}
    addresses |= {"HARVEST_REVOKE_URL": "https://id.example/revoke"}
    settings = Settings.read({**GOOD, **addresses})
    oauth, one = (
        HttpHarvestOAuth(settings, SystemClock(), httpx.MockTransport(answer)),
        reader(answer),
    )
    tokens = Tokens("1.at.secret-access", "1.rt.secret-refresh", SystemClock().now())
    calls: dict[str, Callable[[], object]] = {
        "exchange": lambda: oauth.exchange("secret-code", "https://workroom.example/callback"),
        "refresh": lambda: oauth.refresh("1.rt.secret-refresh"),
        "accounts": lambda: oauth.accounts("1.at.secret-access"),
        "revoke": lambda: oauth.revoke(tokens),
        "entries": lambda: one.entries(KEY, WINDOW, None, lambda: None),
        "sight": lambda: one.sight(KEY, lambda: None),
    }
    with pytest.raises(kind) as caught:
        calls[call]()
    assert "secret" not in shown(caught.value)
    assert "raise kind" in caught.value.__notes__[0]
    assert isinstance(caught.value.__context__, ValueError)
    oauth.close()
    one.close()
