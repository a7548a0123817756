"""Harvest's JSON, and the only file that knows its field names.

Sources: https://help.getharvest.com/api-v2/ and recorded replies. Ids of time entries are past
32 bits (2380504951 in May 2024), `notes` is null or empty at times, hours have two decimals.
Bytes come in, our own values go out; what no database takes alike (NUL, lone surrogates, numbers
past 64 bits, NaN) is settled here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

import msgspec

from workroom_harvest.adapters.harvest.list_decoder import (
    NONSENSE,
    UNREADABLE,
    Envelope,
    Id,
    Listing,
    as_read,
    odd,
    patiently,
)
from workroom_harvest.domain.connection import HarvestAccount, Sight, widest
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import EntryPage, HarvestItem

M = TypeVar("M")
T = TypeVar("T")

MOST_HOURS = Decimal(100_000)
"""A forgotten timer runs for days; eleven years are a mistake."""

MOST_ZEROS = 40
"""Of hours, on either side of the point: nobody can write out `1e-999999999`, or `0e999999999`."""

NULL = msgspec.Raw(b"null")

MOST_ADDRESS = 320
"""Of an e-mail address (RFC 3696, erratum 1690, has fewer); what is longer is none."""

MOST_NAME = 255
"""Of a project, task, client or account. Pages and results repeat names, so they have an end."""


class _Who(msgspec.Struct, gc=False):
    id: Id | None = None
    # Only to name the person: an odd one costs nothing.
    name: msgspec.Raw = NULL


class _NamedRef(msgspec.Struct, gc=False):
    id: Id
    name: str | None = None


class _Client(msgspec.Struct, gc=False):
    name: str | None = None


class _Entry(msgspec.Struct, gc=False):
    id: Id
    spent_date: date
    hours: Decimal
    billable: bool
    project: _NamedRef
    task: _NamedRef
    # May be null by Harvest's own specification; an entry without one is an entry.
    user: _Who | None = None
    is_running: bool | None = None
    timer_started_at: str | None = None
    notes: str | None = None


class _User(msgspec.Struct, gc=False):
    id: Id
    email: msgspec.Raw = NULL


class _Me(msgspec.Struct, gc=False):
    """The user behind the token; which of the fields that tell the role there are has changed.

    The names and the address are asked for so that another service's record is not taken for one.
    """

    id: Id
    first_name: msgspec.Raw
    last_name: msgspec.Raw
    email: msgspec.Raw
    access_roles: msgspec.Raw = NULL
    # Undocumented, seen in 2022.
    permissions_claims: msgspec.Raw = NULL
    # Gone since 2019.
    is_admin: msgspec.Raw = NULL
    is_project_manager: msgspec.Raw = NULL


class _Project(msgspec.Struct, gc=False):
    id: Id
    name: str | None = None
    client: _Client | None = None


class _TaskAssignment(msgspec.Struct, gc=False):
    task: _NamedRef


class _Assignment(msgspec.Struct, gc=False):
    project: _NamedRef
    client: _Client | None = None
    task_assignments: list[msgspec.Raw] | None = None


class _Account(msgspec.Struct, gc=False):
    id: Id
    product: str
    name: str | None = None


class _Identity(msgspec.Struct, gc=False):
    id: msgspec.Raw


class _Accounts(msgspec.Struct):
    user: msgspec.Raw = NULL


_ENTRIES = Listing("time_entries", _Entry, Envelope)
_USERS = Listing("users", _User, Envelope)
_PROJECTS = Listing("projects", _Project, Envelope)
_TASKS = Listing("tasks", _NamedRef, Envelope)
_ASSIGNMENTS = Listing("project_assignments", _Assignment, Envelope)
_ME = msgspec.json.Decoder(_Me).decode
_ASSIGNED = msgspec.json.Decoder(_TaskAssignment).decode
_SIGHTS = {
    "administrator": Sight.EVERYONE,
    "manager": Sight.TEAM,
    "member": Sight.SELF,
    "timers:read:all": Sight.EVERYONE,
    "timers:read:managed": Sight.TEAM,
    "timers:read:own": Sight.SELF,
}
_ACCOUNTS = Listing("accounts", _Account, _Accounts)


def entry_page(body: bytes) -> EntryPage:
    """A page of time entries; raises `MalformedResponse` when the page as a whole is none.

    A single member that cannot be read costs nobody else: it comes back as unreadable. A page of
    nothing but those is nonsense.
    """
    page, members, unreadable = _ENTRIES.read(body)
    entries = []
    for member in members:
        try:
            entries.append(_entry(member))
        except UNREADABLE as error:
            unreadable.append(UnreadableEntry(member.id, str(error)[:200]))
    if unreadable and not entries:
        raise MalformedResponse(NONSENSE)
    return EntryPage(
        tuple(entries), tuple(unreadable), page.links.next, page.total_pages, page.total_entries
    )


def _entry(raw: _Entry) -> HarvestEntry:
    started = raw.timer_started_at is not None
    return HarvestEntry(
        id=raw.id,
        spent_on=raw.spent_date,
        hours=_hours(raw.hours),
        notes=None if raw.notes is None else storable(raw.notes),
        billable=raw.billable,
        is_running=started if raw.is_running is None else raw.is_running,
        user_id=raw.user.id if raw.user else None,
        user_name=name(odd(raw.user.name, str)) if raw.user else "",
        project_id=raw.project.id,
        project_name=_named("project", raw.project),
        task_id=raw.task.id,
        task_name=_named("task", raw.task),
    )


def _hours(told: Decimal) -> Decimal:
    """The hours as they are told, or rounded to the 28 digits that a decimal calculates with."""
    if not (told.is_finite() and 0 <= told < MOST_HOURS):
        raise ValueError("`hours` is out of range")
    hours = +told
    if not -MOST_ZEROS < int(hours.as_tuple().exponent) < MOST_ZEROS:
        raise ValueError("`hours` cannot be written out")
    return hours


def storable(text: str) -> str:
    """Text that every database takes: NUL and lone surrogates become U+FFFD."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def name(text: str | None) -> str:
    """A name as pages and results show it: on one line, and cut where somebody sends a book."""
    return _one_line((text or "")[: MOST_NAME + 1])


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    kept = re.sub(r"\s", " ", storable(text)).strip()
    kept = re.sub("[\x01-\x1f\x7f-\x9f]", "\ufffd", kept)
    return kept if len(kept) <= MOST_NAME else kept[: MOST_NAME - 1] + "…"


def _named(kind: str, one: _NamedRef | _Project) -> str:
    return name(one.name) or f"Harvest {kind} {one.id}"


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page of a list: how many members it has and how many the list has, read or not.

    `expected` is None where Harvest does not say, `next_cursor` after the last page.
    """

    items: T
    count: int
    expected: int | None
    next_cursor: str | None


def users(body: bytes) -> Part[Mapping[int, str]]:
    """Users: e-mail addresses by user id, empty for who is listed without one."""
    return _part(
        _USERS, body, lambda members: {user.id: _address(odd(user.email, str)) for user in members}
    )


def _part(listing: Listing[M], body: bytes, read: Callable[[list[M]], T]) -> Part[T]:
    page, members, bad = listing.read(body)
    count = len(members) + len(bad)
    return Part(read(members), count, page.total_entries, page.links.next)


def _address(found: str | None) -> str:
    return found if found and len(found) <= MOST_ADDRESS else ""


def sight(body: bytes) -> Sight | None:
    """What the user behind the token sees, None where no field of theirs says it."""
    try:
        me = patiently(_ME, body)
    except UNREADABLE as error:
        raise MalformedResponse(NONSENSE) from error
    # A Manager may have been given everyone's time.
    said = [*_words(me.access_roles), *_words(me.permissions_claims)]
    return widest(_flag(me), *(_SIGHTS.get(word) for word in said))


def _words(text: msgspec.Raw) -> list[str]:
    return [word for word in odd(text, list[object]) or () if isinstance(word, str)]


def _flag(me: _Me) -> Sight | None:
    is_admin, is_manager = odd(me.is_admin, bool), odd(me.is_project_manager, bool)
    if is_admin is True:
        return Sight.EVERYONE
    if is_manager is True:
        return Sight.TEAM
    return Sight.SELF if is_admin is False and is_manager is False else None


def projects(body: bytes) -> Part[list[HarvestItem]]:
    """Projects with their client."""
    return _part(_PROJECTS, body, lambda members: [_project(one, one.client) for one in members])


def tasks(body: bytes) -> Part[list[HarvestItem]]:
    """Tasks."""
    return _part(_TASKS, body, lambda members: [_task(task) for task in members])


def assignments(body: bytes) -> Part[list[tuple[HarvestItem, list[HarvestItem]]]]:
    """The user's own active projects, each with its tasks."""
    return _part(
        _ASSIGNMENTS,
        body,
        lambda members: [
            (_project(one.project, one.client), list(_assigned(one.task_assignments or ())))
            for one in members
        ],
    )


def _assigned(items: Iterable[msgspec.Raw]) -> Iterator[HarvestItem]:
    """The tasks that can be read: an odd one costs its project nothing."""
    for item in items:
        with suppress(*UNREADABLE):
            yield _task(as_read(_ASSIGNED, item).task)


def _project(item: _Project | _NamedRef, client: _Client | None) -> HarvestItem:
    return HarvestItem(item.id, _named("project", item), name(client.name) if client else "")


def _task(item: _NamedRef) -> HarvestItem:
    return HarvestItem(item.id, _named("task", item))


def accounts(body: bytes) -> list[HarvestAccount]:
    """The accounts of the product Harvest; a Forecast account may stand before them.

    Raises `MalformedResponse` for a list of nothing that does not say whose it is: Harvest's does.
    """
    envelope, members, _ = _ACCOUNTS.read(body)
    if not members and odd(envelope.user, _Identity) is None:
        raise MalformedResponse(NONSENSE)
    return [
        HarvestAccount(account.id, name(account.name) or f"Harvest account {account.id}")
        for account in members
        if account.product == "harvest"
    ]
