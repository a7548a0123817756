"""The list of time entries, and a single one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec

from workroom_harvest.adapters.harvest.json_decode import (
    UNREADABLE,
    decode_body,
    decode_optional,
    problem,
)
from workroom_harvest.adapters.harvest.list_decoder import Envelope, Id, Listing, Numbered
from workroom_harvest.adapters.harvest.payloads.fields import NULL, NamedRef, item_name
from workroom_harvest.adapters.harvest.payloads.status import (
    NONE,
    Flag,
    Invoice,
    Object,
    StatusFields,
    Text,
    status,
    typed,
)
from workroom_harvest.adapters.harvest.payloads.text import name, storable
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import ArrivedPage, EntryPage

MOST_HOURS = Decimal(100_000)
"""The limit of an entry's hours. A forgotten timer runs for days, but not for eleven years."""

MOST_ZEROS = 40
"""The most zeros of hours on either side of the point.

`1e-999999999` and `0e999999999` could not be written out.
"""


class _Who(msgspec.Struct, gc=False):
    id: Id | None = None
    # It only serves to name the person, so a value that is no text is ignored.
    name: msgspec.Raw = NULL


class _Entry(StatusFields[Flag, Text, Object], gc=False, kw_only=True):
    id: Id
    spent_date: date
    hours: Decimal
    billable: bool
    project: NamedRef
    task: NamedRef
    # It may be null by Harvest's own specification.
    user: _Who | None = None
    is_running: bool | None = None
    timer_started_at: str | None = None
    notes: str | None = None
    # A night alone needs it, and only once a week.
    updated_at: Text = NONE


_ENTRIES = Listing(
    "time_entries",
    _Entry[bool | None, str | None, Invoice | None],
    Envelope,
    one_by_one=_Entry[msgspec.Raw, msgspec.Raw, msgspec.Raw],
)
_ENTRY = msgspec.json.Decoder(_Entry[msgspec.Raw, msgspec.Raw, msgspec.Raw]).decode
_NUMBERED = msgspec.json.Decoder(Numbered).decode


def entry_page(body: bytes) -> ArrivedPage:
    """Return a page of time entries; raise `MalformedResponse` if it cannot be read as a whole.

    A single member that cannot be read does not affect the others, and is returned as unreadable. A
    page of nothing but such members is malformed, as is said here or when the entries are read.
    """
    envelope, members, unreadable = _ENTRIES.read(body)
    return ArrivedPage(envelope.links.next, partial(_page, envelope, members, unreadable))


def _page(
    envelope: Envelope,
    members: Sequence[_Entry[Any, Any, Any]],
    undecoded: Sequence[UnreadableEntry],
) -> EntryPage:
    entries, unreadable = [], list(undecoded)
    for member in members:
        try:
            entries.append(_entry(member))
        except UNREADABLE as error:
            unreadable.append(UnreadableEntry(member.id, problem(error)))
    if unreadable and not entries:
        raise MalformedResponse
    return EntryPage(
        tuple(entries),
        tuple(unreadable),
        envelope.links.next,
        envelope.total_pages,
        envelope.total_entries,
    )


def entry(body: bytes) -> HarvestEntry | UnreadableEntry:
    """Return a single time entry, or its id where only that can be read.

    Raise `MalformedResponse` if not even the id can be read.
    """
    try:
        return _entry(decode_body(_ENTRY, body))
    except UNREADABLE as error:
        return UnreadableEntry(_id_of(body), problem(error))


def _id_of(body: bytes) -> int:
    try:
        return decode_body(_NUMBERED, body).id
    except UNREADABLE as error:
        raise MalformedResponse from error


def _entry(raw: _Entry[Any, Any, Any]) -> HarvestEntry:
    started = raw.timer_started_at is not None
    return HarvestEntry(
        id=raw.id,
        spent_on=raw.spent_date,
        hours=_hours(raw.hours),
        notes=None if raw.notes is None else storable(raw.notes),
        billable=raw.billable,
        is_running=started if raw.is_running is None else raw.is_running,
        user_id=raw.user.id if raw.user else None,
        user_name=name(decode_optional(raw.user.name, str)) if raw.user else "",
        project_id=raw.project.id,
        project_name=item_name("project", raw.project),
        task_id=raw.task.id,
        task_name=item_name("task", raw.task),
        status=status(raw),
        updated_at=_instant(typed(raw.updated_at, str)),
    )


def _instant(text: str | None) -> datetime | None:
    """Return an instant in UTC, which is Harvest's zone where the text names none, or None."""
    try:
        found = datetime.fromisoformat(text or "")
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _hours(value: Decimal) -> Decimal:
    """Return the hours, rounded to the 28 digits of a decimal; raise `ValueError` out of range."""
    if not (value.is_finite() and 0 <= value < MOST_HOURS):
        raise ValueError("`hours` is out of range")
    hours = +value
    if not -MOST_ZEROS < int(hours.as_tuple().exponent) < MOST_ZEROS:
        raise ValueError("`hours` cannot be written out")
    return hours
