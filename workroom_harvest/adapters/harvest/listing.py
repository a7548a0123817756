"""How any of Harvest's lists is read, within bounds, whatever its members are.

Twice at most: whole and strictly, which is fast; and where that fails member by member, so that one
that cannot be read costs nobody else.
"""

import json
import re
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.errors import HarvestNonsense

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
MOST_MEMBERS = 10_000
"""Of a page: five times what Harvest hands out at once; databases have an end, too."""

MOST_OBJECTS = 100_000
MOST_VALUES = 400_000
"""A page of 2000 entries has 18,000 objects and 90,000 values. What is made of nothing but `{},`
would take a hundred times its size, and minutes."""

# The end of one that does not end is the end of the body: else each quote in it would be tried.
STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)

LATER = "Try again in a few minutes."
NONSENSE = f"Harvest sent an answer that cannot be read. {LATER}"
UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, ArithmeticError, RecursionError)

M = TypeVar("M")


class Links(msgspec.Struct):
    """Where a list goes on; None after its last page."""

    # Required: a list without links is no last page. Harvest says "always use the links".
    next: str | None


class Envelope(msgspec.Struct):
    """What stands around the members of a page."""

    links: Links
    total_pages: Count | None = None
    total_entries: Count | None = None


class Listing(Generic[M]):
    """One of Harvest's lists: its key, what a member is, and what stands around them."""

    def __init__(self, key: str, member: type[M], envelope: type[msgspec.Struct]) -> None:
        self._key = key
        self._member = member
        self._envelope = envelope
        whole = msgspec.defstruct(f"_{key}", [(key, list[member])], bases=(envelope,), kw_only=True)  # type: ignore[valid-type]  # because the type is made here
        self._decode: Callable[[bytes], Any] = msgspec.json.Decoder(whole).decode

    def read(self, body: bytes) -> tuple[Any, list[M], list[UnreadableEntry]]:
        """The envelope, the members, and those that are none; raises `HarvestNonsense`."""
        if _has_more(body, b"{[", MOST_OBJECTS):
            raise HarvestNonsense(NONSENSE)
        try:
            page = self._decode(body)
            members: list[M] = getattr(page, self._key)
            bad: list[UnreadableEntry] = []
        except UNREADABLE:
            page, members, bad = self._one_by_one(body)
        if len(members) > MOST_MEMBERS or (bad and not members):
            raise HarvestNonsense(NONSENSE)
        return page, members, bad

    def _one_by_one(self, body: bytes) -> tuple[Any, list[M], list[UnreadableEntry]]:
        try:
            parsed = _loosely(body)
            found = parsed[self._key]
            if not isinstance(found, list) or len(found) > MOST_MEMBERS:
                raise ValueError(self._key)
            page = msgspec.convert(parsed, self._envelope)
        except (*UNREADABLE, LookupError) as error:
            raise HarvestNonsense(NONSENSE) from error
        members, bad = [], []
        for item in found:
            try:
                members.append(msgspec.convert(item, self._member))
            except UNREADABLE as error:
                bad.append(UnreadableEntry(_id_of(item), str(error)[:200]))
        return page, members, bad


def _loosely(body: bytes) -> Any:
    """What the standard parser makes of it; numbers that are none of ours stay text."""
    if _has_more(body, b"{[,", MOST_VALUES):
        raise ValueError("too many values")
    return json.loads(
        body,
        parse_float=str,
        parse_int=lambda digits: int(digits) if len(digits) < 20 else digits,
        parse_constant=lambda _: None,
    )


def _has_more(body: bytes, marks: bytes, most: int) -> bool:
    """Whether the body has more of these marks; those in a note do not count."""
    if sum(body.count(mark) for mark in marks) <= most:
        return False
    outside = behind = 0
    for text in STRING.finditer(body):
        outside += sum(body.count(mark, behind, text.start()) for mark in marks)
        behind = text.end()
        if outside > most:
            return True
    return outside + sum(body.count(mark, behind) for mark in marks) > most


def _id_of(item: object) -> int | None:
    found = item.get("id") if isinstance(item, dict) else None
    return found if type(found) is int and 0 < found < 2**63 else None
