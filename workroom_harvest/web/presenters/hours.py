"""The words of the hours of some days, as JSON and as the rows of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workroom_harvest.domain.hours import Amount, Balance, Difference, Why
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays, NamedBalance
from workroom_harvest.web.presenters import duration
from workroom_harvest.web.presenters.reasons import NAMES
from workroom_harvest.web.words import N_, day, moment, numeral, say

DIFFERENCES: Mapping[Difference, str] = {
    Difference.LEFT_OUT: N_("Left out"),
    Difference.CHANGED: N_("Changed in Harvest"),
    Difference.GONE: N_("Gone from Harvest after its import"),
    Difference.DELETED: N_("Deleted in Workroom"),
    Difference.UNDONE: N_("Its import was undone"),
    Difference.EDITED: "edited in Workroom",
    Difference.FROM_OTHER_DATES: N_("Moved here from other dates in Harvest"),
    Difference.TO_OTHER_DATES: N_("Moved to other dates in Harvest"),
    Difference.FROM_OTHER_PROJECT: N_("Moved here from another project in Harvest"),
    Difference.TO_OTHER_PROJECT: N_("Moved to another project in Harvest"),
    Difference.FELL_BACK: N_("Went to the designer who connected"),
    Difference.TAKEN_OVER: N_("Came from people without a Workroom user"),
}
"""The names of the differences that are no reasons to wait, as scripts read them."""

EDITED = N_("Edited in Workroom")
"""What a person reads of the one difference that scripts know by a name in small letters."""

NOBODY = N_("Not named by Harvest")
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
    """Return a difference's reason for scripts, in the guide's words where it has them."""
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
    return [row(one.name or say(NOBODY), one.balance) for one in named]


def row(name: str, balance: Balance) -> Row:
    """Return a row of a table."""
    return Row(
        name,
        duration.hours(balance.harvest_minutes),
        numeral(decimal_hours(balance.harvest_hundredths)),
        duration.hours(balance.workroom_minutes),
        [difference(why, amount) for why, amount in _ordered(balance)],
    )


def difference(why: Why, amount: Amount) -> str:
    """Return a difference as a line: its reason, its entries and its hours."""
    return say(
        "{reason}: {entries:# entry|# entries}, {hours} h",
        reason=say(EDITED if why is Difference.EDITED else why_name(why)),
        entries=amount.entries,
        hours=duration.hours(amount.minutes),
    )


def as_of(shown: HoursOfDays) -> str:
    """Return the sentence that says as of when the hours are known."""
    if shown.as_of is None:
        return say("None of these days was read in full yet.")
    return say(
        "Harvest's hours are as of {time}, when these days were last read in full, or later.",
        time=moment(shown.as_of),
    )


def as_handed_over(shown: HoursOfDays) -> str | None:
    """Return the sentence that Workroom was not asked, or None if it was."""
    if shown.is_as_it_stands:
        return None
    return say(
        "Workroom's hours are those that were handed over: what somebody edited or deleted there "
        "since could not be asked."
    )


def unread(shown: HoursOfDays) -> str | None:
    """Return the sentence about days that were never read in full, or None if there are none."""
    if not shown.unread:
        return None
    spans = (f"{day(one.first)} → {day(one.last)}" for one in shown.unread)
    return say(
        "Never read in full: {days}. Of these days only what was listed by chance is known: import "
        "them to know all of their hours.",
        days=", ".join(spans),
    )


def frozen(shown: HoursOfDays) -> str | None:
    """Return the sentence about entries of other Harvest accounts, or None if there are none."""
    held = shown.frozen
    if not held.entries:
        return None
    return say(
        "Not counted: {entries:# entry|# entries}, {hours} h, of another Harvest account, which is "
        "not connected now.",
        entries=held.entries,
        hours=duration.hours(held.minutes),
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
