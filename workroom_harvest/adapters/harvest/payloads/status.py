"""What Harvest says of an entry's lock, approval, invoice and times of day.

A timelog does without any of it, so what cannot be read is None, and never an error.
`approval_status` is in Harvest's replies, and not in its documentation.
"""

import re
from datetime import time
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from workroom_harvest.adapters.harvest.json_decode import M, decode_optional
from workroom_harvest.adapters.harvest.list_decoder import Id
from workroom_harvest.adapters.harvest.payloads.text import name
from workroom_harvest.domain.entries import HarvestStatus

TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2}) ?([ap]m)?", re.ASCII | re.IGNORECASE)
"""A time of day: `8:00am` or `14:59`, as the clock of the Harvest account has it."""


class Invoice(msgspec.Struct, gc=False):
    """The invoice that an entry is on."""

    id: Id | None = None
    number: str | None = None


NONE: Any = None
"""The value of a field that is missing, whatever its type."""

Flag = TypeVar("Flag", bool | None, msgspec.Raw)
Text = TypeVar("Text", str | None, msgspec.Raw)
Object = TypeVar("Object", Invoice | None, msgspec.Raw)


class StatusFields(msgspec.Struct, Generic[Flag, Text, Object], gc=False, kw_only=True):
    """The fields of an entry that hold its status.

    They are read as the types that Harvest documents, which is fast, or as texts of any value.
    """

    is_locked: Flag = NONE
    locked_reason: Text = NONE
    is_closed: Flag = NONE
    approval_status: Text = NONE
    is_billed: Flag = NONE
    invoice: Object = NONE
    started_time: Text = NONE
    ended_time: Text = NONE


def status(fields: StatusFields[Any, Any, Any]) -> HarvestStatus:
    """Return what Harvest says of an entry; entries of which it says the same share an object.

    A value of another type than the documented one counts as none.
    """
    invoice = typed(fields.invoice, Invoice)
    return _status(
        typed(fields.is_locked, bool),
        typed(fields.locked_reason, str),
        typed(fields.is_closed, bool),
        typed(fields.approval_status, str),
        typed(fields.is_billed, bool),
        invoice.id if invoice else None,
        invoice.number if invoice else None,
        typed(fields.started_time, str),
        typed(fields.ended_time, str),
    )


def typed(value: Any, kind: type[M]) -> M | None:
    """Return a field's value, which may be read as a text of any value; None of another kind."""
    return decode_optional(value, kind) if isinstance(value, msgspec.Raw) else value


@lru_cache(maxsize=4096)
def _status(
    is_locked: bool | None,
    locked_reason: str | None,
    is_closed: bool | None,
    approval_status: str | None,
    is_billed: bool | None,
    invoice_id: int | None,
    invoice_number: str | None,
    started_time: str | None,
    ended_time: str | None,
) -> HarvestStatus:
    return HarvestStatus(
        is_locked=is_locked,
        locked_reason=name(locked_reason) or None,
        is_closed=is_closed,
        approval_status=name(approval_status) or None,
        is_billed=is_billed,
        invoice_id=invoice_id,
        invoice_number=name(invoice_number) or None,
        started_at=time_of_day(started_time),
        ended_at=time_of_day(ended_time),
    )


def time_of_day(text: str | None) -> time | None:
    """Return a time of day in the form of either clock, or None for any other text."""
    found = TIME_OF_DAY.fullmatch(text or "")
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
