"""What Harvest's statuses, headers and encodings mean, and how long a reply may take."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import httpx
import pytest

from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import (
    BACKGROUND,
    INTERACTIVE,
    RetryPolicy,
    retry_after,
)
from workroom_harvest.adapters.harvest.transport import PIECE
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
    TransientHarvestError,
)
from workroom_harvest.domain.ports.harvest import Credentials, EntryPage

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
WINDOW = Period(date(2026, 6, 1), date(2026, 6, 2))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


def reader(
    answer: Answer | None, patience: RetryPolicy = BACKGROUND, at: str = ""
) -> HttpHarvestApi:
    """A reader over an answer without a network, or over one at that address."""
    return HttpHarvestApi(
        api_url=at or "https://api.example/v2",
        user_agent="tests",
        clock=SystemClock(),
        random=SystemRandom(),
        policy=patience,
        transport=httpx.MockTransport(answer) if answer else None,
    )


def read(one: HttpHarvestApi) -> EntryPage:
    """The first page of a window."""
    try:
        return one.entries(KEY, WINDOW, None, lambda: None)
    finally:
        one.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, RequestRejected),
        (401, TokenRefused),
        (403, Forbidden),
        (404, ResourceMissing),
        (422, RequestRejected),
    ],
)
@pytest.mark.parametrize("form", range(3))
def test_a_refusal_in_harvests_own_form_has_its_error(
    status: int, error: type[HarvestError], form: int
) -> None:
    """As recorded, and as it may be worded today."""
    forms = OWN[status]
    with pytest.raises(error) as caught:
        read(reader(lambda _: forms[form % len(forms)]()))
    assert type(caught.value) is error


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("form", FOREIGN)
def test_whatever_else_answers_is_no_verdict(status: int, form: str) -> None:
    """Whose timelog it is, who may see what, and whether the grant lives, depends on it."""
    answer = partial(FOREIGN[form], status)
    one = reader(lambda _: answer())
    asked = (
        partial(one.entries, KEY, WINDOW, None, lambda: None),
        partial(one.emails, KEY, lambda: None),
        partial(one.sight, KEY, lambda: None),
        partial(one.lists, KEY),
    )
    for ask in asked:
        with pytest.raises(TransientHarvestError):
            ask()
    one.close()


@pytest.mark.parametrize("path", ["users", "projects", "tasks", "project_assignments"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_verdict_in_anothers_form_on_one_list_makes_no_partial_one(
    path: str, status: int
) -> None:
    """Each list by itself, the others being well; it is the third page of it that is struck."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked, page = request.url.path, int(request.url.params.get("page", 1))
        name = asked.rsplit("/", 1)[1]
        if name == path and page == 3:
            return httpx.Response(status, json={"message": "Forbidden"})
        onward = f"https://api.example{asked}?page={page + 1}" if page < 3 else None
        member = {"id": page, "name": "one", "email": "a@b.example"}
        return httpx.Response(200, json={name: [member], "links": {"next": onward}})

    one = reader(answer)
    if path == "users":
        with pytest.raises(TransientHarvestError):
            one.emails(KEY, lambda: None)
    elif path != "project_assignments":
        with pytest.raises(TransientHarvestError):
            one.lists(KEY)
    one.close()


def test_a_list_of_no_user_at_all_is_not_harvests() -> None:
    """Whoever asks is one."""
    body = {"users": [], "links": {"next": None}, "total_entries": 0}
    one = reader(lambda _: httpx.Response(200, json=body))
    with pytest.raises(MalformedResponse):
        one.emails(KEY, lambda: None)
    one.close()


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [
        (429, None, 15.0),
        (429, "7", 7.0),
        (429, "soon", 15.0),
        (503, None, None),
        (503, "30", 30.0),
        (503, "86400", 900.0),
        (429, "9" * 40, 900.0),
    ],
)
def test_a_wait_that_harvest_named_is_handed_on(
    status: int, header: str | None, wait: float | None
) -> None:
    """A 429 without one is as long as Harvest's window of 100 requests."""
    headers = {"Retry-After": header} if header else {}
    with pytest.raises(HarvestUnavailable) as caught:
        read(reader(lambda _: httpx.Response(status, headers=headers)))
    assert caught.value.retry_after == wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("9" * 40, 999_999_999.0),
        ("Mon, 15 Jun 2026 12:00:20 GMT", 20.0),
        ("Mon, 15 Jun 2026 11:00:00 GMT", 0.0),
        ("-3", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_a_date_or_nothing(
    header: str | None, seconds: float | None
) -> None:
    """In each of its forms."""
    assert retry_after(header, NOON) == seconds


def test_a_page_is_tried_twice_and_a_worker_once() -> None:
    """The run remembers its tries, the page does not."""
    for patience, tries in ((INTERACTIVE, 2), (BACKGROUND, 1)):
        asked: list[str] = []

        def answer(request: httpx.Request, asked: list[str] = asked) -> httpx.Response:
            asked.append(str(request.url))
            return httpx.Response(500)

        with pytest.raises(HarvestUnavailable):
            read(reader(answer, patience))
        assert len(asked) == tries


class Empty(httpx.SyncByteStream):
    """A body without a byte in it."""

    def __iter__(self) -> Iterator[bytes]:
        yield b""


@pytest.mark.parametrize(
    ("encoding", "body", "is_read"),
    [
        ("gzip", PACKED, True),
        ("identity", EMPTY, True),
        ("gzip", PACKED[:-9], False),
        ("gzip", EMPTY, False),
        ("gzip", PACKED + b"more", False),
        ("br", EMPTY, False),
        ("deflate", EMPTY, False),
    ],
    ids=["gzip", "plain", "cut off", "no gzip", "more behind", "brotli", "deflate"],
)
def test_a_body_is_what_its_encoding_says(encoding: str, body: bytes, is_read: bool) -> None:
    """Anything else is trouble, not an empty page."""

    def answer(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(body)
        return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=stream)

    if is_read:
        assert read(reader(answer)).total_entries == 0
    else:
        with pytest.raises(MalformedResponse):
            read(reader(answer))


@pytest.mark.parametrize("more", [-1, 0, 1, 2 * PIECE, 40 * PIECE + 7])
def test_a_body_that_is_unpacked_in_pieces_is_whole(more: int) -> None:
    """Also where its end is a piece's end, and where a few bytes become many pieces."""
    body = EMPTY + b" " * (PIECE - len(EMPTY) + more)

    def answer(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(gzip.compress(body, mtime=0))
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    assert read(reader(answer)).total_entries == 0


def test_a_refusal_without_a_body_can_be_read_though_it_claims_gzip() -> None:
    """As a proxy in front of Harvest may send it: no verdict, and no error of reading."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(401, headers={"Content-Encoding": "gzip"}, stream=Empty())

    with pytest.raises(HarvestUnavailable, match="in Harvest's place"):
        read(reader(answer))


@pytest.mark.parametrize("where", ["javascript:alert(1)", "login.example:8443/x", "http://["])
def test_a_redirect_is_no_answer_wherever_it_leads(where: str) -> None:
    """None is followed, so nobody reads the address."""
    with pytest.raises(HarvestUnavailable, match="302"):
        read(reader(lambda _: httpx.Response(302, headers={"Location": where})))


def test_a_cookie_is_not_kept() -> None:
    """The client serves all studios: one's would go out with another's token."""
    cookies = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("Cookie"))
        return httpx.Response(200, content=EMPTY, headers={"Set-Cookie": "session=elin"})

    one = reader(answer)
    for account in (1, 2):
        one.entries(Credentials(account, "token"), WINDOW, None, lambda: None)
    one.close()
    assert cookies == [None, None]


def users(*pages: Mapping[str, Any]) -> Mapping[int, str]:
    """The addresses in pages that follow each other."""
    left = list(pages)

    def answer(request: httpx.Request) -> httpx.Response:
        page = left.pop(0)
        cursor = f"https://api.example/v2/users?page={len(left)}" if left else None
        return httpx.Response(200, json={"links": {"next": cursor}, **page})

    one = reader(answer)
    try:
        return one.emails(Credentials(1, "token"), lambda: None)
    finally:
        one.close()


ELIN, MIRA = ({"id": 1, "email": "elin@x.example"}, {"id": 2, "email": "mira@x.example"})


def test_users_of_all_pages_are_read() -> None:
    """Their number is the least that was announced: somebody may have left meanwhile."""
    found = users({"users": [ELIN], "total_entries": 3}, {"users": [MIRA], "total_entries": 2})
    assert found == {1: "elin@x.example", 2: "mira@x.example"}
    assert users({"users": [ELIN]}) == {1: "elin@x.example"}


@pytest.mark.parametrize("listed", [[], [ELIN]])
def test_users_that_were_announced_and_not_listed_are_trouble(listed: list[Any]) -> None:
    """Their entries would go to somebody else, for good."""
    with pytest.raises(
        MalformedResponse, match=r"Harvest (announced more users than|listed no user)"
    ):
        users({"users": listed, "total_entries": 2})


@pytest.mark.parametrize("cut", ["projects", "tasks", "project_assignments"])
def test_a_list_that_was_cut_off_is_not_shown_as_all_there_is(cut: str) -> None:
    """The mapping table is made of it, and what is saved there."""

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rsplit("/", 1)[1]
        if name == "tasks" and cut == "project_assignments":
            return OWN[403][0]()
        around = {"links": {"next": None}, "total_entries": 2 if name == cut else 0}
        return httpx.Response(200, json={name: [], **around})

    one = reader(answer)
    with pytest.raises(MalformedResponse, match=f"announced more {cut.replace('_', ' ')} than"):
        one.lists(KEY)
    one.close()


def test_a_list_of_users_has_an_end_in_bytes() -> None:
    """It is held in memory, unlike the entries."""
    many = {"users": [{"id": number, "email": "a" * 3000} for number in range(1, 4001)]}
    with pytest.raises(MalformedResponse, match="does not end"):
        users(many, many, many, many)


def test_a_list_that_leads_back_to_itself_ends() -> None:
    """Also where all of it would take too long."""

    def answer(request: httpx.Request) -> httpx.Response:
        cursor = "https://api.example/v2/projects?page=2"
        return httpx.Response(200, json={"projects": [], "links": {"next": cursor}})

    one = reader(answer, INTERACTIVE)
    with pytest.raises(MalformedResponse, match="does not end"):
        one.lists(Credentials(1, "token"))
    one.close()


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_is_left_in_time(silent: int) -> None:
    """The deadline is for the whole exchange, connecting included."""
    begun = time.monotonic()
    with pytest.raises(HarvestUnavailable, match="did not answer in time"):
        read(reader(None, RetryPolicy(1, 1, 0.5), f"http://127.0.0.1:{silent}/v2"))
    assert time.monotonic() - begun < 5


def test_a_name_that_does_not_resolve_cannot_be_reached() -> None:
    """Resolving is ours: the addresses of a name share one deadline."""
    with pytest.raises(HarvestUnavailable, match="could not be reached"):
        read(reader(None, at="http://no-such-host.invalid/v2"))
