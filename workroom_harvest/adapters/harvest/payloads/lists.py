"""The lists of users, of projects, of tasks, and of the user's own assignments."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from workroom_harvest.adapters.harvest.json_decode import UNREADABLE, decode_optional, decode_text
from workroom_harvest.adapters.harvest.list_decoder import Envelope, Id, Listing
from workroom_harvest.adapters.harvest.payloads.fields import NULL, ClientRef, NamedRef, item_name
from workroom_harvest.adapters.harvest.payloads.text import name
from workroom_harvest.domain.ports.harvest import HarvestItem

M = TypeVar("M")
T = TypeVar("T")
MOST_ADDRESS = 320
"""The most characters of an e-mail address; a longer text is not taken for one.

RFC 3696 with its erratum 1690 allows fewer.
"""


class _User(msgspec.Struct, gc=False):
    id: Id
    email: msgspec.Raw = NULL


class _Project(NamedRef, gc=False):
    client: ClientRef | None = None


class _TaskAssignment(msgspec.Struct, gc=False):
    task: NamedRef


class _Assignment(msgspec.Struct, gc=False):
    project: NamedRef
    client: ClientRef | None = None
    task_assignments: list[msgspec.Raw] | None = None


_USERS = Listing("users", _User, Envelope)
_PROJECTS = Listing("projects", _Project, Envelope)
_TASKS = Listing("tasks", NamedRef, Envelope)
_ASSIGNMENTS = Listing("project_assignments", _Assignment, Envelope)
_ASSIGNED = msgspec.json.Decoder(_TaskAssignment).decode


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page of a list.

    `items` is what was read. `count` is the number of the page's members, readable or not.
    `expected` is the number of the whole list's members, or None if Harvest does not say.
    `next_cursor` is the address of the next page, or None on the last one.
    """

    items: T
    count: int
    expected: int | None
    next_cursor: str | None


def users(body: bytes) -> Part[Mapping[int, str]]:
    """Return the e-mail addresses by user id; a user who is listed without one has an empty one."""
    return _part(_USERS, body, lambda members: {one.id: _address(one.email) for one in members})


def _part(listing: Listing[M], body: bytes, read: Callable[[list[M]], T]) -> Part[T]:
    page, members, bad = listing.read(body)
    count = len(members) + len(bad)
    return Part(read(members), count, page.total_entries, page.links.next)


def _address(text: msgspec.Raw) -> str:
    found = decode_optional(text, str)
    return found if found and len(found) <= MOST_ADDRESS else ""


def projects(body: bytes) -> Part[list[HarvestItem]]:
    """Return the projects, each with its client's name as `detail`."""
    return _part(_PROJECTS, body, lambda members: [_project(one, one.client) for one in members])


def tasks(body: bytes) -> Part[list[HarvestItem]]:
    """Return the tasks."""
    return _part(_TASKS, body, lambda members: [_task(task) for task in members])


def assignments(body: bytes) -> Part[list[tuple[HarvestItem, list[HarvestItem]]]]:
    """Return the user's own active projects, each with its tasks."""
    return _part(
        _ASSIGNMENTS,
        body,
        lambda members: [
            (_project(one.project, one.client), list(_assigned(one.task_assignments or ())))
            for one in members
        ],
    )


def _assigned(items: Iterable[msgspec.Raw]) -> Iterator[HarvestItem]:
    """Yield the tasks that can be read; one that cannot does not affect its project."""
    for item in items:
        with suppress(*UNREADABLE):
            yield _task(decode_text(_ASSIGNED, item).task)


def _project(item: NamedRef, client: ClientRef | None) -> HarvestItem:
    return HarvestItem(item.id, item_name("project", item), name(client.name) if client else "")


def _task(item: NamedRef) -> HarvestItem:
    return HarvestItem(item.id, item_name("task", item))
