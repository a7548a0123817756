"""Lists of entries in Harvest's order: newest day first, then the highest id."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from demo.harvest.models import Entry


def insert(entries: list[Entry], entry: Entry) -> None:
    """Insert an entry at its place."""
    entries.insert(_place(entries, entry), entry)


def extend(entries: list[Entry], added: Iterable[Entry]) -> None:
    """Insert very many entries at once, in any order."""
    entries.extend(added)
    entries.sort(key=_order)


def replace_in_place(entries: list[Entry], old: Entry, new: Entry) -> bool:
    """Put `new` in the place of `old`; return False where `old` is not there or the place differs.

    A reader in another thread sees the one or the other, never none.
    """
    place = _place(entries, old)
    if entries[place : place + 1] != [old] or new.order != old.order:
        return False
    entries[place] = new
    return True


def between(entries: list[Entry], first: date | None, last: date | None) -> Sequence[Entry]:
    """Return the entries of the days from `first` to `last`, both included; None is no limit."""
    start, end = 0, len(entries)
    if last is not None:
        start = bisect_left(entries, -last.toordinal(), key=_day)
    if first is not None:
        end = bisect_right(entries, -first.toordinal(), key=_day)
    return entries if (start, end) == (0, len(entries)) else entries[start:end]


def _place(entries: list[Entry], entry: Entry) -> int:
    return bisect_left(entries, entry.order, key=_order)


def _order(entry: Entry) -> tuple[int, int]:
    return entry.order


def _day(entry: Entry) -> int:
    return -entry.spent_on.toordinal()
