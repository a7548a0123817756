"""Wrong answers of Harvest on request: hostile bodies, changed pages, broken connections."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from flask import Response

HTML = "<!doctype html><title>Harvest</title><p>We are down for maintenance."


def _gzip_response(packed: bytes) -> Response:
    return Response(packed, headers={"Content-Encoding": "gzip"}, mimetype="application/json")


@cache
def _packed_blanks() -> bytes:
    """Return 256 MiB of blanks, compressed once, since that takes seconds."""
    return gzip.compress(b" " * 2**28, 9)


def _decompression_bomb() -> Response:
    return _gzip_response(_packed_blanks())


@cache
def _packed_tangle() -> bytes:
    """Return, compressed, 100,001 nested lists, then 8 MiB of an unterminated string of escapes."""
    return gzip.compress(b"[" * 100_001 + b'"' + b'\\"' * 2**22, 9)


def _slow_to_read() -> Response:
    return _gzip_response(_packed_tangle())


def _huge_body() -> Response:
    def chunks() -> Iterator[bytes]:
        for _ in range(1024):
            yield b" " * 2**20

    return Response(chunks(), mimetype="application/json")


def _slow_stream() -> Response:
    def chunks() -> Iterator[bytes]:
        for _ in range(3600):
            yield b" "
            time.sleep(0.5)

    return Response(chunks(), mimetype="application/json")


def _cut_off(response: Response) -> Response:
    """Return half of the announced body, after which the server closes the connection."""
    body = response.get_data()

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        raise ConnectionResetError("cut off on request")

    cut = Response(half(), response.status_code, mimetype="application/json")
    cut.headers["Content-Length"] = str(len(body))
    return cut


BODIES: dict[str, Callable[[], Response]] = {
    "empty": lambda: Response(b"", mimetype="application/json"),
    "html": lambda: Response(HTML, mimetype="text/html"),
    "bomb": _decompression_bomb,
    "huge": _huge_body,
    "slow-to-read": _slow_to_read,
    "trickle": _slow_stream,
    "null": lambda: Response("null", mimetype="application/json"),
    "redirect": lambda: Response(status=302, headers={"Location": "http://localhost:1/elsewhere"}),
}


def _change_records(change: Callable[[list[Any]], list[Any]]) -> Callable[[dict[str, Any]], None]:
    def apply(page: dict[str, Any]) -> None:
        for key, value in page.items():
            if isinstance(value, list):
                page[key] = change(value)

    return apply


def _next_link(url: str | None) -> Callable[[dict[str, Any]], None]:
    def apply(page: dict[str, Any]) -> None:
        page["links"]["next"] = url if url is not None else page["links"]["first"]

    return apply


PAYLOADS: dict[str, Callable[[dict[str, Any]], None]] = {
    "no-links": lambda page: page.pop("links"),
    "no-list": lambda page: page.pop("time_entries", None),
    "wrong-types": _change_records(
        lambda items: [dict(item, id=str(item["id"]) + "x") for item in items]
    ),
    "one-wrong": _change_records(lambda items: [dict(items[0], hours="many"), *items[1:]]),
    "nan": _change_records(lambda items: [dict(items[0], hours=float("nan")), *items[1:]]),
    "nulls": _change_records(lambda items: [None, *items]),
    "duplicates": _change_records(lambda items: [*items, *items]),
    "no-entries": _change_records(lambda _: []),
    "foreign-link": _next_link("http://localhost:1/v2/time_entries?page=2"),
    "endless": _next_link(None),
    "string-id": _change_records(lambda items: [dict(items[0], id="12"), *items[1:]]),
    "huge-id": _change_records(lambda items: [dict(items[0], id=2**70), *items[1:]]),
}
KINDS = {*BODIES, *PAYLOADS, "bad-byte", "hang", "reset", "truncated", "truncated-json"}


def _with_invalid_utf8(body: bytes) -> bytes:
    """Return the body with the byte 0xFF, which is no UTF-8, in the notes of the first record."""
    page = json.loads(body)
    lists = [value for value in page.values() if isinstance(value, list)]
    for one in [records[0] for records in lists if records and isinstance(records[0], dict)]:
        one["notes"] = "Caf\N{SNOWMAN} bill"
    return json.dumps(page).encode().replace(rb"\u2603 bill", b"\xff bill", 1)


def misbehave(
    kind: str,
    answer: Callable[[], Response],
    error_of_status: Callable[[int], Response],
    hang_seconds: float,
) -> Response:
    """Return what a fault of this kind makes of the answer.

    `answer` is not called where the fault prevents it; `error_of_status` gives Harvest's own error
    of a status, `hang_seconds` is how long the fault `hang` delays the answer.
    """
    if kind.isdigit():
        return error_of_status(int(kind))
    if kind == "hang":
        time.sleep(hang_seconds)
    if kind in BODIES:
        return BODIES[kind]()
    response = answer()
    if kind in ("reset", "truncated"):
        return _cut_off(response)
    if kind == "truncated-json":
        body = response.get_data()
        response.set_data(body[: len(body) // 2])
    if kind == "bad-byte" and response.status_code == 200:
        response.set_data(_with_invalid_utf8(response.get_data()))
    if kind in PAYLOADS and response.status_code == 200:
        page = json.loads(response.get_data())
        PAYLOADS[kind](page)
        response.set_data(json.dumps(page))
    return response
