"""The fields that several of Harvest's lists have."""

import msgspec

from workroom_harvest.adapters.harvest.list_decoder import Id
from workroom_harvest.adapters.harvest.payloads.text import name

NULL = msgspec.Raw(b"null")
"""The text of a missing value."""


class NamedRef(msgspec.Struct, gc=False):
    """A project or task in another object: its id and its name."""

    id: Id
    name: str | None = None


class ClientRef(msgspec.Struct, gc=False):
    """The client of a project."""

    name: str | None = None


def item_name(kind: str, one: NamedRef) -> str:
    """Return the name of a project or task; one without a name is called by its kind and id."""
    return name(one.name) or f"Harvest {kind} {one.id}"
