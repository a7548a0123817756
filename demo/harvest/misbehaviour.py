"""What Harvest answers when it misbehaves on request: no bodies, wrong pages, hang-ups."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from flask import Response

HTML = "<!doctype html><title>Harvest</title><p>We are down for maintenance."


@cache
def _packed() -> bytes:
    """A quarter of a gigabyte, packed once: it takes seconds."""
    return gzip.compress(b" " * 2**28, 9)


def _bomb() -> Response:
    return Response(_packed(), headers={"Content-Encoding": "gzip"}, mimetype="application/json")


@cache
def _tangle() -> bytes:
    """Lists in lists, then a string of escaped quotes that does not end: eight megabytes of it."""
    return gzip.compress(b"[" * 100_001 + b'"' + b'\\"' * 2**22, 9)


def _slow_to_read() -> Response:
    return Response(_tangle(), headers={"Content-Encoding": "gzip"}, mimetype="application/json")


def _huge() -> Response:
    def chunks() -> Iterator[bytes]:
        for _ in range(1024):
            yield b" " * 2**20

    return Response(chunks(), mimetype="application/json")


def _trickle() -> Response:
    def drops() -> Iterator[bytes]:
        for _ in range(3600):
            yield b" "
            time.sleep(0.5)

    return Response(drops(), mimetype="application/json")


def _broken(response: Response) -> Response:
    """Half of a body that was announced whole; the server closes the connection then."""
    body = response.get_data()

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        raise ConnectionResetError("cut off on request")

    broken = Response(half(), response.status_code, mimetype="application/json")
    broken.headers["Content-Length"] = str(len(body))
    return broken


BODIES: dict[str, Callable[[], Response]] = {
    "empty": lambda: Response(b"", mimetype="application/json"),
    "html": lambda: Response(HTML, mimetype="text/html"),
    "bomb": _bomb,
    "huge": _huge,
    "slow-to-read": _slow_to_read,
    "trickle": _trickle,
    "null": lambda: Response("null", mimetype="application/json"),
    "redirect": lambda: Response(status=302, headers={"Location": "http://localhost:1/elsewhere"}),
}


def _entries(change: Callable[[list[Any]], list[Any]]) -> Callable[[dict[str, Any]], None]:
    def apply(page: dict[str, Any]) -> None:
        for key, value in page.items():
            if isinstance(value, list):
                page[key] = change(value)

    return apply


def _link(url: str | None) -> Callable[[dict[str, Any]], None]:
    def apply(page: dict[str, Any]) -> None:
        page["links"]["next"] = url if url is not None else page["links"]["first"]

    return apply


PAYLOADS: dict[str, Callable[[dict[str, Any]], None]] = {
    "no-links": lambda page: page.pop("links"),
    "no-list": lambda page: page.pop("time_entries", None),
    "wrong-types": _entries(lambda items: [dict(one, id=str(one["id"]) + "x") for one in items]),
    "one-wrong": _entries(lambda items: [dict(items[0], hours="many"), *items[1:]]),
    "nan": _entries(lambda items: [dict(items[0], hours=float("nan")), *items[1:]]),
    "nulls": _entries(lambda items: [None, *items]),
    "duplicates": _entries(lambda items: [*items, *items]),
    "no-entries": _entries(lambda _: []),
    "foreign-link": _link("http://localhost:1/v2/time_entries?page=2"),
    "endless": _link(None),
    "string-id": _entries(lambda items: [dict(items[0], id="12"), *items[1:]]),
    "huge-id": _entries(lambda items: [dict(items[0], id=2**70), *items[1:]]),
}
KINDS = {*BODIES, *PAYLOADS, "bad-byte", "hang", "reset", "truncated", "truncated-json"}


def _with_bad_byte(body: bytes) -> bytes:
    """A byte that is no UTF-8, 0xFF, in the notes of the first record; all else is as it was."""
    page = json.loads(body)
    lists = [value for value in page.values() if isinstance(value, list)]
    for one in [records[0] for records in lists if records and isinstance(records[0], dict)]:
        one["notes"] = "Caf\N{SNOWMAN} bill"
    return json.dumps(page).encode().replace(rb"\u2603 bill", b"\xff bill", 1)


def misbehave(
    kind: str,
    answer: Callable[[], Response],
    bare: Callable[[int], Response],
    hang_seconds: float,
) -> Response:
    """The answer as the fault wants it; `bare` makes Harvest's own error of a status."""
    if kind.isdigit():
        return bare(int(kind))
    if kind == "hang":
        time.sleep(hang_seconds)
    if kind in BODIES:
        return BODIES[kind]()
    response = answer()
    if kind in ("reset", "truncated"):
        return _broken(response)
    if kind == "truncated-json":
        body = response.get_data()
        response.set_data(body[: len(body) // 2])
    if kind == "bad-byte" and response.status_code == 200:
        response.set_data(_with_bad_byte(response.get_data()))
    if kind in PAYLOADS and response.status_code == 200:
        page = json.loads(response.get_data())
        PAYLOADS[kind](page)
        response.set_data(json.dumps(page))
    return response
