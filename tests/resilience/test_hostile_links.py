"""Links to further pages that lead away from Harvest's API are not followed."""

import json
from datetime import date

import httpx
import pytest

from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import RetryPolicy
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import Credentials
from workroom_harvest.domain.window import Days

HOSTILE = [
    "https://evil.example/v2/time_entries",
    "http://api.example:81/v2/time_entries",
    "https://api.example:444/v2/time_entries",
    "http://api.example.evil.example/v2/time_entries",
    "https://api.example.evil.example/v2/time_entries",
    "https://api.example@evil.example/v2/time_entries",
    "https://user:pass@api.example/v2/time_entries",
    "https://evil.example#@api.example/v2/time_entries",
    "https://evil.example\\@api.example/v2/time_entries",
    "https://api.example\\.evil.example/v2/time_entries",
    "//evil.example/v2/time_entries",
    "///evil.example/v2/time_entries",
    "/v2/time_entries?page=2",
    "v2/time_entries?page=2",
    "?page=2",
    "https://api.example/v2/../../elsewhere",
    "https://api.example/v2/%2e%2e/elsewhere",
    "https://api.example//evil.example/",
    "https://127.0.0.1/v2/time_entries",
    "https://[::1]/v2/time_entries",
    "https://2130706433/v2/time_entries",
    "https://api\u3002example/v2/time_entries",
    "https://\u0430pi.example/v2/time_entries",
    "https://api.example\u200b/v2/time_entries",
    "ftp://api.example/v2/time_entries",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://api.example/v2/time_entries\r\nHost: evil.example",
    " https://evil.example/",
    "https://api.example /v2/time_entries",
    "https:evil.example/v2",
    "",
]


def test_hostile_links_are_never_followed() -> None:
    """The bearer token is sent to the configured origin only, and redirects are not followed."""
    asked: list[str] = []
    for link in HOSTILE:

        def answer(request: httpx.Request, link: str = link) -> httpx.Response:
            asked.append(str(request.url))
            page = {"time_entries": [], "links": {"next": link}, "total_entries": 0}
            return httpx.Response(200, content=json.dumps(page).encode())

        reader = HttpHarvestApi(
            api_url="https://api.example/v2",
            user_agent="tests",
            clock=SystemClock(),
            random=SystemRandom(),
            policy=RetryPolicy(tries=1, seconds=5, per_try=5),
            transport=httpx.MockTransport(answer),
        )
        window = Days(date(2026, 6, 1), date(2026, 6, 2))
        for start in (None, link):
            with pytest.raises(MalformedResponse):
                reader.entries(Credentials(1, "canary"), window, start, lambda: None)
    assert all(url.startswith("https://api.example/v2/time_entries?from=") for url in asked)
    print(f"\n{len(HOSTILE)} hostile links, 0 requests elsewhere")
