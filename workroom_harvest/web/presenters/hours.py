"""The words of the hours of some days, as JSON and as the rows of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workroom_harvest.domain.hours import Amount, Balance, Difference, Why
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays, NamedBalance
from workroom_harvest.web.presenters import duration
from workroom_harvest.web.presenters.counts import entries
from workroom_harvest.web.presenters.reasons import NAMES

DIFFERENCES: Mapping[Difference, str] = {
    Difference.LEFT_OUT: "Left out",
    Difference.CHANGED: "Changed in Harvest",
    Difference.GONE: "Gone from Harvest after its import",
    Difference.DELETED: "Deleted in Workroom",
    Difference.UNDONE: "Its import was undone",
    Difference.EDITED: "edited in Workroom",
    Difference.FROM_OTHER_DATES: "Moved here from other dates in Harvest",
    Difference.TO_OTHER_DATES: "Moved to other dates in Harvest",
    Difference.FROM_OTHER_PROJECT: "Moved here from another project in Harvest",
    Difference.TO_OTHER_PROJECT: "Moved to another project in Harvest",
    Difference.FELL_BACK: "Went to the designer who connected",
    Difference.TAKEN_OVER: "Came from people without a Workroom user",
}
"""The names of the differences that are no reasons to wait."""

NOBODY = "Not named by Harvest"
"""The name of what Harvest does not name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of hours, with one line for each difference."""

    name: str
    harvest: str
    harvest_hours: str
    workroom: str
    differences: Sequence[str]


def why_name(why: Why) -> str:
    """Return the name of the reason of a difference, in the guide's words where it has them."""
    return NAMES[why] if isinstance(why, SkipReason) else DIFFERENCES[why]


def decimal_hours(hundredths: int) -> str:
    """Return hundredths of hours as a decimal, as Harvest writes it: `31.08`."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def as_json(shown: HoursOfDays) -> dict[str, Any]:
    """Return the hours as JSON for scripts.

    Dates and instants are ISO text. Minutes are integers, and `harvest_hours` is a decimal as text.
    """
    return {
        "from": shown.days.first.isoformat(),
        "to": shown.days.last.isoformat(),
        "as_of": shown.as_of.isoformat() if shown.as_of else None,
        "projects": [_named(one) for one in shown.projects],
        "people": [_named(one) for one in shown.people],
        **_balance(shown.total),
        "unread": [
            {"from": days.first.isoformat(), "to": days.last.isoformat()} for days in shown.unread
        ],
        "as_it_stands": shown.is_as_it_stands,
        "frozen": {"entries": shown.frozen.entries, "minutes": shown.frozen.minutes},
    }


def rows(named: Sequence[NamedBalance]) -> Sequence[Row]:
    """Return the rows of a table of projects or people."""
    return [row(one.name or NOBODY, one.balance) for one in named]


def row(name: str, balance: Balance) -> Row:
    """Return a row of a table."""
    return Row(
        name,
        duration.hours(balance.harvest_minutes),
        decimal_hours(balance.harvest_hundredths),
        duration.hours(balance.workroom_minutes),
        [difference(why, amount) for why, amount in _ordered(balance)],
    )


def difference(why: Why, amount: Amount) -> str:
    """Return a difference as a line: its reason, its entries and its hours."""
    name = why_name(why)
    differs = f"{entries(amount.entries)}, {duration.hours(amount.minutes)} h"
    return f"{name[0].upper()}{name[1:]}: {differs}"


def as_of(shown: HoursOfDays) -> str:
    """Return the sentence that says as of when the hours are known."""
    if shown.as_of is None:
        return "None of these days was read in full yet."
    return (
        f"Harvest's hours are as of {shown.as_of:%Y-%m-%d %H:%M} UTC, when these days were last "
        "read in full, or later."
    )


def as_handed_over(shown: HoursOfDays) -> str | None:
    """Return the sentence that Workroom was not asked, or None if it was."""
    if shown.is_as_it_stands:
        return None
    return (
        "Workroom's hours are those that were handed over: what somebody edited or deleted there "
        "since could not be asked."
    )


def frozen(shown: HoursOfDays) -> str | None:
    """Return the sentence about entries of other Harvest accounts, or None if there are none."""
    held = shown.frozen
    if not held.entries:
        return None
    return (
        f"Not counted: {entries(held.entries)}, {duration.hours(held.minutes)} h, of another "
        "Harvest account, which is not connected now."
    )


def _named(one: NamedBalance) -> dict[str, Any]:
    return {"name": one.name or NOBODY, **_balance(one.balance)}


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "harvest_minutes": balance.harvest_minutes,
        "harvest_hours": decimal_hours(balance.harvest_hundredths),
        "workroom_minutes": balance.workroom_minutes,
        "differences": [
            {"reason": why_name(why), "entries": amount.entries, "minutes": amount.minutes}
            for why, amount in _ordered(balance)
        ],
    }


def _ordered(balance: Balance) -> Sequence[tuple[Why, Amount]]:
    order: list[Why] = [*SkipReason, *Difference]
    return sorted(balance.differences.items(), key=lambda one: order.index(one[0]))
