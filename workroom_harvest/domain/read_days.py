"""The days of a Harvest account that were read in full, and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReadDays:
    """Days of which every entry was read, and the instant (UTC) as of which they were."""

    days: Days
    at: datetime


def read_in_full(run: ImportRun) -> ReadDays | None:
    """Return the days that a run read in full, or None.

    It is one that read all entries of its days, and whose grant saw everyone's. What the run could
    not save was read all the same. The days are known as of the run's beginning, since an entry may
    change after its page was read.
    """
    window, sees = run.request.window, run.progress.sees
    if isinstance(window, Days) and sees is Sight.EVERYONE and has_read_all(run) and run.started_at:
        return ReadDays(window, run.started_at)
    return None


def has_read_all(run: ImportRun) -> bool:
    """Return whether a run has read every entry of its days that Harvest shows.

    It is an import by hand or a night that finished, and to which Harvest sent all that it had
    announced.
    """
    return (
        isinstance(run.request.window, Days)
        and run.request.kind in (RunKind.ON_DEMAND, RunKind.NIGHTLY)
        and run.status is RunStatus.FINISHED
        and not run.progress.retryable(SkipReason.HARVEST_API_ERROR)
    )


def listed_in_full(run: ImportRun, last: Announced) -> Days | None:
    """Return the days of which Harvest has listed everything to an import, or None.

    `last` is what it announced on the last page. What it lists to a preview changes nothing.
    """
    done, window = run.progress, run.request.window
    is_whole = not (
        done.announced.missing_entries(last, done.total)
        or done.retryable(SkipReason.HARVEST_API_ERROR)
    )
    return window if is_whole and isinstance(window, Days) and counts_days(run) else None


def counts_days(run: ImportRun) -> bool:
    """Return whether a run can find out which entries are gone from its days, once it read them."""
    is_of_days = isinstance(run.request.window, Days) and run.is_import
    return is_of_days and run.progress.sees is Sight.EVERYONE


def lacking(known: Mapping[date, int], listed: Mapping[date, int]) -> Mapping[date, int]:
    """Return of how many known entries a list lacks on each day, where it does, latest day first.

    An entry that was listed twice may hide that another one was not, until the next list.
    """
    lacks = {day: entries - listed.get(day, 0) for day, entries in known.items()}
    return {day: lacks[day] for day in sorted(lacks, reverse=True) if lacks[day] > 0}


def replaced(held: Iterable[ReadDays], new: ReadDays) -> Sequence[ReadDays]:
    """Return all ranges once `new` was read: what it overlaps of the others is cut off."""
    left = [part for one in held for part in _without(one, new.days)]
    return sorted([*left, new], key=lambda one: one.days.first)


def within(held: Iterable[ReadDays], days: Days) -> Sequence[ReadDays]:
    """Return the parts of the ranges that lie within `days`, in their order."""
    parts = [
        ReadDays(Days(max(one.days.first, days.first), min(one.days.last, days.last)), one.at)
        for one in held
        if one.days.first <= days.last and one.days.last >= days.first
    ]
    return sorted(parts, key=lambda one: one.days.first)


def unread(held: Iterable[ReadDays], days: Days) -> Sequence[Days]:
    """Return the ranges of `days` that were never read in full, in their order."""
    return list(_gaps(within(held, days), days))


def _gaps(parts: Sequence[ReadDays], days: Days) -> Iterator[Days]:
    # No day is counted past the last one, because the calendar ends with the year 9999.
    first: date | None = days.first
    for part in parts:
        if first is not None and first < part.days.first:
            yield Days(first, part.days.first - ONE_DAY)
        first = None if part.days.last == days.last else part.days.last + ONE_DAY
    if first is not None:
        yield Days(first, days.last)


def _without(one: ReadDays, days: Days) -> Iterator[ReadDays]:
    if one.days.last < days.first or one.days.first > days.last:
        yield one
        return
    if one.days.first < days.first:
        yield ReadDays(Days(one.days.first, days.first - ONE_DAY), one.at)
    if one.days.last > days.last:
        yield ReadDays(Days(days.last + ONE_DAY, one.days.last), one.at)
