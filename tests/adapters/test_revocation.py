"""Only Harvest's own reply proves that a grant was revoked, or that Harvest can be reached."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.adapters.test_settings import GOOD
from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.oauth import HttpHarvestOAuth
from workroom_harvest.adapters.harvest.retries import BACKGROUND
from workroom_harvest.domain.connection import Tokens
from workroom_harvest.domain.ports.harvest import Reach
from workroom_harvest.domain.use_cases.operating.run_health_checks import REACHED
from workroom_harvest.settings import Settings


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        *((200, b"", True), (200, b"{}\n", True), (204, b"", False), (301, b"", False)),
        *((200, b"<title>Welcome to our network</title>", False), (503, b"", False)),
        *((200, b'{"message": "OK"}', False), (200, b'{"error": "unauthorized"}', False)),
        (400, b'{"error": "unsupported_token_type"}', False),
    ],
)
def test_a_grant_is_withdrawn_by_harvests_word_only(status: int, body: bytes, told: bool) -> None:
    """A grant counts as revoked only after a reply in Harvest's own form.

    A captive portal replies with 200 as well. Whoever disconnects then is told where in Harvest to
    remove the access.
    """
    answer = httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    settings = Settings.read({**GOOD, "HARVEST_REVOKE_URL": "https://id.harvest.example/revoke"})
    tokens = Tokens("1.at", "1.rt", datetime.now(UTC))
    assert HttpHarvestOAuth(settings, SystemClock(), answer).revoke(tokens) is told


CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Rack::OAuth2 Protected Resources"'}
MET: dict[str, tuple[httpx.Response, bool]] = {
    "its refusal": (httpx.Response(401, json={"error": "invalid_token"}), True),
    "its challenge": (httpx.Response(401, headers=CHALLENGE), True),
    "its limit": (httpx.Response(429), True),
    "its trouble": (httpx.Response(500), True),
    "another limit": (httpx.Response(429, html="<p>Slow down"), False),
    "maintenance": (httpx.Response(503, html="<p>Back soon"), False),
    "a sign-in page": (httpx.Response(401, html="<p>Sign in"), False),
    "a proxy": (httpx.Response(401, headers={"WWW-Authenticate": 'Basic realm="proxy"'}), False),
    "a portal": (httpx.Response(200, html="<p>Welcome"), False),
    "a redirect": (httpx.Response(302, headers={"Location": "http://portal.example"}), False),
    "a service that takes any token": (httpx.Response(200, json={"accounts": []}), False),
}


@pytest.mark.parametrize(("answer", "is_harvest"), MET.values(), ids=MET)
def test_harvest_is_there_only_where_harvest_itself_answers(
    answer: httpx.Response, is_harvest: bool
) -> None:
    """Only replies in Harvest's own form count as Harvest.

    The doctor must not report a captive portal as healthy.
    """
    met = Reach.ANSWERS if is_harvest else Reach.SOMEBODY_ELSE
    transport = httpx.MockTransport(lambda _: answer)
    assert HttpHarvestOAuth(Settings.read(GOOD), SystemClock(), transport).reach() is met
    reader = HttpHarvestApi(
        api_url="https://api.example/v2",
        user_agent="tests",
        clock=SystemClock(),
        random=SystemRandom(),
        policy=BACKGROUND,
        transport=transport,
    )
    assert reader.reach() is met
    assert REACHED[met]
