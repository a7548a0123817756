"""Lists in pages, with `links` in either of the two forms that Harvest has.

Source: https://help.getharvest.com/api-v2/introduction/overview/pagination/ . In
answers to a cursor, `page` and its neighbours are null except on the first and the last page;
totals stay. A request by number, or by neither, is answered with numbers, which lead to every page.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from demo.harvest.errors import RefusedError, message_error
from demo.harvest.responses import json_text_response
from demo.harvest.state import current_state

T = TypeVar("T")
MAX_PER_PAGE = 2000
MAX_OFFSET = 2**53


@dataclass(frozen=True)
class Slice:
    """Which part of a list is requested: `offset` counts items from 0."""

    offset: int
    size: int

    @property
    def page(self) -> int:
        """Return the number of the page, counting from 1."""
        return self.offset // self.size + 1


def requested_slice() -> Slice:
    """Return the slice that the request asks for; a cursor wins over a page number.

    Raises `RefusedError` with a 422 for more than 2000 records, and for what cannot be read.
    """
    size = _number("per_page", MAX_PER_PAGE)
    if not 1 <= size <= MAX_PER_PAGE:
        raise RefusedError(message_error(422, "Invalid per_page parameter"))
    size = min(size, current_state().config.largest_page)
    cursor = request.args.get("cursor")
    if cursor is not None:
        return Slice(_decode_cursor(cursor), size)
    return Slice((max(_number("page", 1), 1) - 1) * size, size)


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise RefusedError(message_error(422, f"Invalid {name} parameter"))
    # Any number past the end gives an empty page.
    return min(int(text[:19]), MAX_OFFSET)


def _decode_cursor(cursor: str) -> int:
    try:
        offset = int(json.loads(base64.urlsafe_b64decode(cursor))["after"]["id"])
        return min(max(offset, 0), MAX_OFFSET)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise RefusedError(message_error(422, "Invalid cursor parameter")) from None


def encode_cursor(offset: int) -> str:
    """Return a cursor in the documented form.

    It holds the offset; what Harvest's own cursors for entries hold is unknown.
    """
    text = json.dumps({"after": {"id": offset}}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def list_response(name: str, items: Sequence[T], render: Callable[[T], str]) -> Response:
    """Answer the requested page of `items`, each rendered as JSON text by `render`."""
    return json_text_response(page_body(name, items, render))


def items_of_page(items: Sequence[T]) -> Sequence[T]:
    """Return the items of the requested page."""
    part = requested_slice()
    return items[part.offset : part.offset + part.size]


def page_body(name: str, items: Sequence[T], render: Callable[[T], str]) -> bytes:
    """Return the JSON text of the requested page."""
    part, shown = requested_slice(), items_of_page(items)
    pages = max(1, -(-len(items) // part.size))
    tail = json.dumps(_envelope(part, pages, len(items)))
    return f'{{"{name}":[{",".join(map(render, shown))}],{tail[1:]}'.encode()


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
    """Return the absolute address of a page, with the filters of the request.

    `ref` says which link it is; Harvest added it together with cursors.
    """
    kept = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key not in ("page", "cursor", "per_page", "ref", "access_token")
    ]
    size = ("per_page", str(part.size))
    if not current_state().config.cursor_links:
        place = [("page", str(page)), size]
    elif ref in ("next", "previous"):
        place = [("cursor", encode_cursor((page - 1) * part.size)), size, ("ref", f"{ref}_cursor")]
    else:
        place = [("page", str(page)), size, ("ref", ref)]
    return f"{request.base_url}?{urlencode([*place, *kept])}"
