"""No frame of an error holds a secret, since error reporters print each frame's locals."""

import json
import ssl
from collections.abc import Callable, Iterator
from types import TracebackType

import httpx
import pytest

from tests.adapters.api import WINDOW, api_client
from tests.adapters.test_settings import GOOD
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.harvest.oauth import HttpHarvestOAuth
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.errors import HarvestError
from workroom_harvest.domain.ports.harvest import Credentials
from workroom_harvest.settings import Settings

KEY = Credentials(7, "1.at.secret-access")
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
    """Return a server that raises this error, or replies with the status and body of this reply."""

    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(refusal, ssl.SSLError):
            raise httpx.ConnectError("no") from refusal
        if isinstance(refusal, Exception):
            raise refusal
        return httpx.Response(refusal.status_code, content=refusal.content)

    return answer


def shown(error: BaseException | None) -> str:
    """Return what an error reporter prints: all frames' locals, of the error and its causes."""
    text = ""
    while error is not None:
        text += f"{error!r} {getattr(error, '__notes__', '')}\n"
        text += "".join(map(str, locals_of(error.__traceback__)))
        error = error.__cause__ or error.__context__
    return text


def locals_of(trace: TracebackType | None) -> Iterator[dict[str, object]]:
    """Yield the locals of each frame that is not one of this file."""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename != __file__:
            yield {name: repr(value) for name, value in trace.tb_frame.f_locals.items()}
        trace = trace.tb_next


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "entries", "emails", "lists"])
def test_no_frame_of_an_error_holds_a_secret(
    refusal: httpx.Response | Exception, call: str
) -> None:
    """No frame below a raised `HarvestError` has a secret among its locals."""
    answer = answering(refusal)
    settings = Settings.read({**GOOD, "HARVEST_CLIENT_SECRET": "secret-of-the-client"})
    oauth, one = (
        HttpHarvestOAuth(settings, SystemClock(), httpx.MockTransport(answer)),
        api_client(answer),
    )
    calls: dict[str, Callable[[], object]] = {
        "exchange": lambda: oauth.exchange("secret-code", "https://workroom.example/callback"),
        "refresh": lambda: oauth.refresh("1.rt.secret-refresh"),
        "accounts": lambda: oauth.accounts("1.at.secret-access"),
        "entries": lambda: one.entries(KEY, WINDOW, None, lambda: None).read(),
        "emails": lambda: one.emails(KEY, lambda: None),
        "lists": lambda: one.lists(KEY),
    }
    with pytest.raises(HarvestError) as caught:
        calls[call]()
    assert "secret" not in shown(caught.value)
    oauth.close()
    one.close()


def test_tokens_of_an_odd_reply_are_in_no_frame_either() -> None:
    """The tokens of a malformed reply stand in no frame, nor in the repr of `Tokens`."""
    body = json.dumps({"access_token": "1.at.secret\n", "refresh_token": "1.rt.secret"}).encode()
    answer = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    oauth = HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), answer)
    with pytest.raises(HarvestError) as caught:
        oauth.refresh("1.rt.secret-refresh")
    assert "secret" not in shown(caught.value)
    assert "secret" not in repr(Tokens("1.at.secret", "1.rt.secret", SystemClock().now()))
    oauth.close()


class TimeIsUp(BaseException):
    """An error that ends a worker's job wherever it is."""


@pytest.mark.parametrize("kind", [RuntimeError, TimeIsUp, KeyError])
@pytest.mark.parametrize("call", ["exchange", "refresh", "accounts", "revoke", "entries", "sight"])
def test_no_frame_of_an_error_that_nobody_expected_holds_a_secret(
    kind: type[BaseException], call: str
) -> None:
    """An unexpected error names its place in a note, and its frames hold no secret."""

    def answer(_: httpx.Request) -> httpx.Response:
        try:
            raise ValueError("behind it")
        except ValueError:
            raise kind("boom")  # noqa: B904 because its context is looked for below

    addresses = {"HARVEST_CLIENT_SECRET": "secret-of-the-client"}
    addresses |= {"HARVEST_REVOKE_URL": "https://id.example/revoke"}
    settings = Settings.read({**GOOD, **addresses})
    oauth, one = (
        HttpHarvestOAuth(settings, SystemClock(), httpx.MockTransport(answer)),
        api_client(answer),
    )
    tokens = Tokens("1.at.secret-access", "1.rt.secret-refresh", SystemClock().now())
    calls: dict[str, Callable[[], object]] = {
        "exchange": lambda: oauth.exchange("secret-code", "https://workroom.example/callback"),
        "refresh": lambda: oauth.refresh("1.rt.secret-refresh"),
        "accounts": lambda: oauth.accounts("1.at.secret-access"),
        "revoke": lambda: oauth.revoke(tokens),
        "entries": lambda: one.entries(KEY, WINDOW, None, lambda: None).read(),
        "sight": lambda: one.sight(KEY, lambda: None),
    }
    with pytest.raises(kind) as caught:
        calls[call]()
    assert "secret" not in shown(caught.value)
    assert "raise kind" in caught.value.__notes__[0]
    assert isinstance(caught.value.__context__, ValueError)
    oauth.close()
    one.close()
