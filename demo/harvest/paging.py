"""Lists in pages, with `links` in both of the forms that Harvest has.

Source: https://help.getharvest.com/api-v2/introduction/overview/pagination/ . For whoever asks with
a cursor, `page` and its neighbours are null except on the first and the last page; totals stay.
Whoever asks by number, or for neither, gets numbers: by them too every page is reached.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from demo.harvest.errors import RefusedError, message
from demo.harvest.state import state

T = TypeVar("T")
MOST = 2000
FAR = 2**53


@dataclass(frozen=True)
class Slice:
    """Which part of a list was asked for."""

    offset: int
    size: int

    @property
    def page(self) -> int:
        """Counting from 1."""
        return self.offset // self.size + 1


def asked() -> Slice:
    """The slice of the current request; a cursor wins over a page. Above 2000 it is a 422."""
    size = _number("per_page", MOST)
    if not 1 <= size <= MOST:
        raise RefusedError(message(422, "Invalid per_page parameter"))
    size = min(size, state().config.largest_page)
    cursor = request.args.get("cursor")
    if cursor is not None:
        return Slice(_opened(cursor), size)
    return Slice((max(_number("page", 1), 1) - 1) * size, size)


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise RefusedError(message(422, f"Invalid {name} parameter"))
    # Past the end is past the end, however far.
    return min(int(text[:19]), FAR)


def _opened(cursor: str) -> int:
    try:
        return min(max(int(json.loads(base64.urlsafe_b64decode(cursor))["after"]["id"]), 0), FAR)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise RefusedError(message(422, "Invalid cursor parameter")) from None


def sealed(offset: int) -> str:
    """A cursor in the documented form. What Harvest's hold for entries is unknown: here a place."""
    text = json.dumps({"after": {"id": offset}}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def listed(name: str, items: Sequence[T], render: Callable[[T], str]) -> Response:
    """A page of `items`, each rendered as JSON text."""
    return page_of(body_of(name, items, render))


def page_of(body: bytes) -> Response:
    """A page whose text is known."""
    return Response(body, mimetype="application/json; charset=utf-8")


def part_of(items: Sequence[T]) -> Sequence[T]:
    """The items of the page that the request asks for."""
    part = asked()
    return items[part.offset : part.offset + part.size]


def body_of(name: str, items: Sequence[T], render: Callable[[T], str]) -> bytes:
    """The text of the page that the request asks for."""
    part, shown = asked(), part_of(items)
    pages = max(1, -(-len(items) // part.size))
    tail = json.dumps(_envelope(part, pages, len(items)))
    return f'{{"{name}":[{",".join(map(render, shown))}],{tail[1:]}'.encode()


def as_json(item: Any) -> str:
    """One record as JSON text."""
    return json.dumps(item)


def _envelope(part: Slice, pages: int, total: int) -> dict[str, Any]:
    page = part.page
    numbered = "cursor" not in request.args or page in (1, pages)
    return {
        "per_page": part.size,
        "total_pages": pages,
        "total_entries": total,
        "next_page": page + 1 if numbered and page < pages else None,
        "previous_page": page - 1 if numbered and page > 1 else None,
        "page": page if numbered else None,
        "links": {
            "first": _address(part, 1, "first"),
            "next": _address(part, page + 1, "next") if page < pages else None,
            "previous": _address(part, page - 1, "previous") if page > 1 else None,
            "last": _address(part, pages, "last"),
        },
    }


def _address(part: Slice, page: int, ref: str) -> str:
    """An absolute address that keeps the other parameters; `ref` came with the cursors."""
    kept = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key not in ("page", "cursor", "per_page", "ref", "access_token")
    ]
    size = ("per_page", str(part.size))
    if not state().config.cursor_links:
        place = [("page", str(page)), size]
    elif ref in ("next", "previous"):
        place = [("cursor", sealed((page - 1) * part.size)), size, ("ref", f"{ref}_cursor")]
    else:
        place = [("page", str(page)), size, ("ref", ref)]
    return f"{request.base_url}?{urlencode([*place, *kept])}"
