"""The hours of timelogs that somebody edited or deleted in Workroom since they were handed over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.hours import Balance, Difference, Hours, Key, Why
from workroom_harvest.domain.window import Days


@dataclass(frozen=True, slots=True)
class Handed:
    """A timelog as it was handed over last, by the host's ids.

    `said_on` is the day on which Harvest has its entry, as it said last.
    """

    entry_id: int
    said_on: date
    project_id: str
    member_id: str
    minutes: int


def correct(
    hours: Hours, handed: Iterable[Handed], found: Mapping[int, FoundTimelog], days: Days
) -> None:
    """Let the hours have what stands in Workroom now in place of what was handed over.

    `handed` are timelogs of these days, as they were written, and `found` is what stands of them.
    What differs is a difference by name, so that the hours still add up. What somebody moved to
    these days from others is not known here.
    """
    for one in handed:
        now = found.get(one.entry_id)
        why = Difference.DELETED if now is None else Difference.EDITED
        if now is not None and not days.first <= now.spent_on <= days.last:
            now = None
        minutes = now.duration.total_minutes if now else 0
        moves = (
            (hours.projects, one.project_id, now.project_id if now else one.project_id),
            (hours.people, one.member_id, now.member_id if now else one.member_id),
        )
        for balances, key, key_now in moves:
            if key != key_now:
                _put(balances, key, why, one.minutes, 0)
                _put(balances, key_now, why, 0, minutes)
            elif now is None or minutes != one.minutes:
                _put(balances, key, why, one.minutes, minutes)
        if now is None or minutes != one.minutes:
            hours.total.replace(why, one.minutes, minutes)


def _put(balances: dict[Key, Balance], key: Key, why: Why, before: int, after: int) -> None:
    balances.setdefault(key, Balance()).replace(why, before, after)
