"""Harvest's JSON, and the only file that knows its field names.

Sources: https://help.getharvest.com/api-v2/ and recorded replies. Ids of time entries are past
32 bits (2380504951 in May 2024), `notes` is null or empty at times, hours have two decimals.
Bytes come in, our own values go out; what no database takes alike (NUL, lone surrogates, numbers
past 64 bits, NaN) is settled here.
"""

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import msgspec

from workroom_harvest.domain.connection import HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import HarvestNonsense
from workroom_harvest.domain.ports.harvest import EntryPage, Named

Id = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
MOST_HOURS = Decimal(100_000)
"""A forgotten timer runs for days; eleven years are a mistake."""

MOST_NAME = 255
"""Of a project, task, client or account. Pages and results repeat names, so they have an end."""

NONSENSE = "Harvest sent an answer that cannot be read. Try again in a few minutes."

T = TypeVar("T")


class _Ref(msgspec.Struct, gc=False):
    id: Id


class _NamedRef(msgspec.Struct, gc=False):
    id: Id
    name: str


class _Entry(msgspec.Struct, gc=False):
    id: Id
    spent_date: date
    hours: Decimal
    billable: bool
    is_running: bool
    user: _Ref
    project: _NamedRef
    task: _NamedRef
    notes: str | None = None


class _Links(msgspec.Struct):
    # Required: a list without links is no last page. Harvest says "always use the links".
    next: str | None


class _Page(msgspec.Struct):
    links: _Links
    total_pages: int | None = None
    total_entries: int | None = None


class _Entries(_Page, kw_only=True):
    time_entries: list[_Entry]


class _LooseEntries(_Page, kw_only=True):
    time_entries: list[Any]


class _User(msgspec.Struct):
    id: Id
    email: str | None = None


class _Users(_Page, kw_only=True):
    users: list[_User]


class _Project(msgspec.Struct):
    id: Id
    name: str
    client: _NamedRef | None = None


class _Projects(_Page, kw_only=True):
    projects: list[_Project]


class _Tasks(_Page, kw_only=True):
    tasks: list[_NamedRef]


class _TaskAssignment(msgspec.Struct):
    task: _NamedRef


class _Assignment(msgspec.Struct):
    project: _NamedRef
    client: _NamedRef | None = None
    task_assignments: list[_TaskAssignment] = []


class _Assignments(_Page, kw_only=True):
    project_assignments: list[_Assignment]


class _Account(msgspec.Struct):
    id: Id
    product: str
    name: str | None = None


class _Accounts(msgspec.Struct):
    accounts: list[_Account]


_fast = msgspec.json.Decoder(_Entries)


def entry_page(body: bytes) -> EntryPage:
    """A page of time entries; raises `HarvestNonsense` when the page as a whole is none.

    A single member that cannot be read costs nobody else: it comes back as unreadable. A page of
    nothing but those is nonsense.
    """
    try:
        page = _fast.decode(body)
        entries: list[HarvestEntry] = [_entry(entry) for entry in page.time_entries]
        unreadable: list[UnreadableEntry] = []
        return _entry_page(page, entries, unreadable)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        loose = _loose(body)
    entries, unreadable = [], []
    for item in loose.time_entries:
        read = _read_one(item)
        if isinstance(read, HarvestEntry):
            entries.append(read)
        else:
            unreadable.append(read)
    if unreadable and not entries:
        raise HarvestNonsense(NONSENSE)
    return _entry_page(loose, entries, unreadable)


def _entry_page(
    page: _Page, entries: Sequence[HarvestEntry], unreadable: Sequence[UnreadableEntry]
) -> EntryPage:
    return EntryPage(
        tuple(entries), tuple(unreadable), page.links.next, page.total_pages, page.total_entries
    )


def _loose(body: bytes) -> _LooseEntries:
    """The envelope alone. The standard parser reads what the strict one refuses whole."""
    try:
        parsed = json.loads(body, parse_float=Decimal, parse_constant=lambda _: None)
        return msgspec.convert(parsed, _LooseEntries)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise HarvestNonsense(NONSENSE) from error


def _read_one(item: object) -> HarvestEntry | UnreadableEntry:
    try:
        return _entry(msgspec.convert(item, _Entry))
    except (ValueError, ArithmeticError, RecursionError, msgspec.MsgspecError) as error:
        return UnreadableEntry(_id_of(item), str(error)[:200])


def _id_of(item: object) -> int | None:
    found = item.get("id") if isinstance(item, dict) else None
    return found if type(found) is int and 0 < found < 2**63 else None


def _entry(raw: _Entry) -> HarvestEntry:
    if not (raw.hours.is_finite() and 0 <= raw.hours < MOST_HOURS):
        raise ValueError("`hours` is out of range")
    return HarvestEntry(
        id=raw.id,
        spent_on=raw.spent_date,
        hours=raw.hours,
        notes=None if raw.notes is None else storable(raw.notes),
        billable=raw.billable,
        is_running=raw.is_running,
        user_id=raw.user.id,
        project_id=raw.project.id,
        project_name=name(raw.project.name),
        task_id=raw.task.id,
        task_name=name(raw.task.name),
    )


def storable(text: str) -> str:
    """Text that every database takes: NUL and lone surrogates become U+FFFD."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def name(text: str | None) -> str:
    """A name as pages and results show it: storable, and cut where somebody sends a book."""
    kept = storable((text or "")[: MOST_NAME + 1])
    return kept if len(kept) <= MOST_NAME else kept[: MOST_NAME - 1] + "…"


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise HarvestNonsense(NONSENSE) from error


def emails(body: bytes) -> tuple[dict[int, str], str | None]:
    """Users' e-mail addresses by user id, and the address of the next page or None."""
    page = _decoded(body, _Users)
    return {user.id: user.email for user in page.users if user.email}, page.links.next


def projects(body: bytes) -> tuple[list[Named], str | None]:
    """Projects with their client, and the address of the next page or None."""
    page = _decoded(body, _Projects)
    return [_project(item, item.client) for item in page.projects], page.links.next


def tasks(body: bytes) -> tuple[list[Named], str | None]:
    """Tasks, and the address of the next page or None."""
    page = _decoded(body, _Tasks)
    return [Named(task.id, name(task.name)) for task in page.tasks], page.links.next


def assignments(body: bytes) -> tuple[list[tuple[Named, list[Named]]], str | None]:
    """The user's own active projects, each with its tasks, and the next page's address or None."""
    page = _decoded(body, _Assignments)
    found = [
        (
            _project(item.project, item.client),
            [Named(one.task.id, name(one.task.name)) for one in item.task_assignments],
        )
        for item in page.project_assignments
    ]
    return found, page.links.next


def _project(item: _Project | _NamedRef, client: _NamedRef | None) -> Named:
    return Named(item.id, name(item.name), name(client.name) if client else "")


def accounts(body: bytes) -> list[HarvestAccount]:
    """The accounts of the product Harvest; a Forecast account may stand before them."""
    found = _decoded(body, _Accounts).accounts
    return [
        HarvestAccount(account.id, name(account.name) or f"Harvest account {account.id}")
        for account in found
        if account.product == "harvest"
    ]
