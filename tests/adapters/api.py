"""An API client without a network, and refusals in Harvest's own form and in others'."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime

import httpx

from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import BACKGROUND, RetryPolicy
from workroom_harvest.domain.ports.harvest import Credentials, EntryPage
from workroom_harvest.domain.window import Days

KEY = Credentials(1, "token")
DENIED = {"message": "Not authorized!"}
OWN: dict[int, list[Callable[[], httpx.Response]]] = {
    400: [
        lambda: httpx.Response(400, json={"message": 'Invalid updated_since datetime: "x"'}),
    ],
    401: [
        lambda: httpx.Response(401, json={"error": "invalid_token", "error_description": "…"}),
    ],
    403: [
        lambda: httpx.Response(403, json=DENIED, headers={"Hint": "Not authorized!"}),
        lambda: httpx.Response(403, json=DENIED),
        lambda: httpx.Response(403, json={"message": "No."}, headers={"Hint": "No."}),
    ],
    404: [
        lambda: httpx.Response(404, json={"status": 404, "error": "Not Found"}),
        lambda: httpx.Response(404, html="<html><title>HARVEST: Can\u02bct find page</title>"),
        lambda: httpx.Response(404, html="<html><title>HARVEST: Can't find page</title>"),
    ],
    422: [
        lambda: httpx.Response(422, json={"message": "Invalid per_page parameter"}),
        lambda: httpx.Response(422, json={"message": "Task"}, headers={"Hint": "Task"}),
    ],
}
STATUSES = (200, 201, 204, 301, 302, 307, 400, 401, 402, 403, 404, 405, 407, 409, 410, 418, 422)
FOREIGN: dict[str, Callable[[int], httpx.Response]] = {
    "nothing": httpx.Response,
    "a challenge page": lambda status: httpx.Response(
        status, html="<!DOCTYPE html><title>Just a moment…</title><p>Not authorized!"
    ),
    "a portal": lambda status: httpx.Response(
        status, html="<p>Sign in", headers={"Location": "http://portal.example/"}
    ),
    "a gateway's message": lambda status: httpx.Response(status, json={"message": "Forbidden"}),
    "a gateway's error": lambda status: httpx.Response(status, json={"error": "unauthorized"}),
    "errors": lambda status: httpx.Response(status, json={"errors": [{"code": status}]}),
    "a framework's own": lambda status: httpx.Response(
        status, json={"timestamp": "…", "status": status, "error": "Not Found", "path": "/v2"}
    ),
    "a null": lambda status: httpx.Response(status, content=b"null"),
    "depths": lambda status: httpx.Response(status, content=b"[" * 100_000),
    "a megabyte": lambda status: httpx.Response(
        status, content=b'{"error": "invalid_token"}' + b" " * 2**20
    ),
}
EMPTY = b'{"time_entries": [], "links": {"next": null}, "total_entries": 0}'
PACKED = gzip.compress(EMPTY, mtime=0)
WINDOW = Days(date(2026, 6, 1), date(2026, 6, 2))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


def api_client(
    answer: Answer | None, policy: RetryPolicy = BACKGROUND, at: str = ""
) -> HttpHarvestApi:
    """Return an API client that is answered by a function, or by the server at a URL."""
    return HttpHarvestApi(
        api_url=at or "https://api.example/v2",
        user_agent="tests",
        clock=SystemClock(),
        random=SystemRandom(),
        policy=policy,
        transport=httpx.MockTransport(answer) if answer else None,
    )


def read(one: HttpHarvestApi) -> EntryPage:
    """Return the first page of the window, and close the client."""
    try:
        return one.entries(KEY, WINDOW, None, lambda: None).read()
    finally:
        one.close()
