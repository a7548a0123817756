"""The decoder of Harvest's lists, within bounds, whatever their members are.

A list is read at most twice: as a whole and strictly, which is fast, and if that fails member by
member, so that one that cannot be read does not affect the others. Either way time and memory grow
with the body's length alone, because fields that nobody needs are skipped and never built.
"""

from collections.abc import Callable
from typing import Annotated, Any, Generic

import msgspec

from workroom_harvest.adapters.harvest.json_decode import (
    UNREADABLE,
    M,
    decode_body,
    decode_text,
    problem,
)
from workroom_harvest.adapters.harvest.json_size import exceeds
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""A number of pages or of entries."""

Id = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
"""An id of Harvest's, of up to 63 bits."""

MOST_MEMBERS = 10_000
"""The most members of a page: five times what Harvest returns at once."""

MOST_VALUES = 400_000
"""The most values of a body. A page of 2,000 entries has 90,000.

A body of nothing but `{},` would take many times its size in memory.
"""


class Links(msgspec.Struct):
    """The links of a list; `next` is None on the last page."""

    # It is required, because a list without links is no last page. Harvest's documentation says to
    # always use the links: https://help.getharvest.com/api-v2/introduction/overview/pagination/
    next: str | None


class Envelope(msgspec.Struct):
    """The fields around the members of a page."""

    links: Links
    total_pages: Count | None = None
    total_entries: Count | None = None


class Numbered(msgspec.Struct, gc=False):
    """The id of a member of which no more can be read."""

    id: Id


_NUMBERED = msgspec.json.Decoder(Numbered).decode


class Listing(Generic[M]):
    """One of Harvest's lists: the key of its members, their type, and the fields around them.

    `one_by_one` is the type by which members are read one by one, if it is another: it may be more
    lenient, and slower.
    """

    def __init__(
        self,
        key: str,
        member: type[M],
        envelope: type[msgspec.Struct],
        one_by_one: Any = None,
    ) -> None:
        self._key = key
        self._strict = _decoder(key, list[member], envelope)  # type: ignore[valid-type]  # because the type is made here
        self._member_texts = _decoder(key, list[msgspec.Raw], envelope)
        self._member: Callable[[Any], M] = msgspec.json.Decoder(one_by_one or member).decode

    def read(self, body: bytes) -> tuple[Any, list[M], list[UnreadableEntry]]:
        """Return the envelope, the members, and the members that cannot be read.

        Raise `MalformedResponse` if the list as a whole cannot be read.
        """
        if exceeds(body, b"{[,", MOST_VALUES):
            raise MalformedResponse
        try:
            page = self._strict(body)
            members: list[M] = getattr(page, self._key)
            bad: list[UnreadableEntry] = []
        except UNREADABLE:
            page, members, bad = self._read_one_by_one(body)
        if len(members) > MOST_MEMBERS or (bad and not members):
            raise MalformedResponse
        return page, members, bad

    def _read_one_by_one(self, body: bytes) -> tuple[Any, list[M], list[UnreadableEntry]]:
        page = self._split(body)
        found: list[msgspec.Raw] = getattr(page, self._key)
        if len(found) > MOST_MEMBERS:
            raise MalformedResponse
        members, bad = [], []
        for item in found:
            try:
                members.append(decode_text(self._member, item))
            except UNREADABLE as error:
                bad.append(UnreadableEntry(_id_of(item), problem(error)))
        return page, members, bad

    def _split(self, body: bytes) -> Any:
        """Return the envelope, with each member as its own text."""
        try:
            return decode_body(self._member_texts, body)
        except UNREADABLE as error:
            raise MalformedResponse from error


def _decoder(key: str, members: Any, envelope: type[msgspec.Struct]) -> Callable[[bytes], Any]:
    whole = msgspec.defstruct(f"_{key}", [(key, members)], bases=(envelope,), kw_only=True)
    return msgspec.json.Decoder(whole).decode


def _id_of(item: msgspec.Raw) -> int | None:
    try:
        return decode_text(_NUMBERED, item).id
    except UNREADABLE:
        return None
