"""The sentence that says whether every hour of some days is accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters import duration
from workroom_harvest.web.presenters.asks import Ask, asks
from workroom_harvest.web.presenters.mood import Mood
from workroom_harvest.web.words import say


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict and the sums behind it; `needs_you` says that a difference asks for a person."""

    mood: Mood
    sentence: str
    sums: str
    needs_you: bool


@dataclass(frozen=True, slots=True)
class Period:
    """Days that are often asked for, by name."""

    name: str
    days: Days


def verdict(shown: HoursOfDays, *, to_do: int) -> Verdict:
    """Return the verdict on the hours of some days, where so many things are to be done.

    What somebody looked at and let be is a difference with a name, and asks nothing any more: so
    the differences alone do not call for attention.
    """
    total = shown.total
    needs_you = bool(to_do) and any(asks(why) is Ask.NEEDS_YOU for why in total.differences)
    mood: Mood = "attention" if shown.unread or needs_you else "good"
    if not (total.harvest_minutes or total.workroom_minutes or total.differences):
        sums = say("Harvest has no hours on these days, as far as they were read.")
        return Verdict("attention" if shown.unread else "quiet", _sentence(shown), sums, False)
    differing = sum(amount.entries for amount in total.differences.values())
    harvest, here = map(duration.hours, (total.harvest_minutes, total.workroom_minutes))
    if not differing:
        sums = say("Harvest and Workroom both have {hours} h.", hours=harvest)
    else:
        sums = say(
            "Harvest has {harvest} h, Workroom has {workroom} h, and the reason is named below for "
            "{entries:the # entry that differs|each of the # entries that differ}.",
            harvest=harvest,
            workroom=here,
            entries=differing,
        )
    return Verdict(mood, _sentence(shown), sums, needs_you)


def _sentence(shown: HoursOfDays) -> str:
    if shown.unread:
        return say("Not every hour is known yet.")
    return say("Every hour is accounted for.")


def periods(today: date) -> Sequence[Period]:
    """Return the days of an invoice that one click chooses, as of `today`."""
    month = today.replace(day=1)
    last = month - timedelta(days=1)
    year_ago = month.replace(year=month.year - 1)
    return [
        Period(say("This month"), Days(month, today)),
        Period(say("Last month"), Days(last.replace(day=1), last)),
        Period(say("Last 12 months"), Days(year_ago, today)),
    ]
