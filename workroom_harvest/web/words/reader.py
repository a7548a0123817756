"""Who reads what is being written just now: in which language, and in which time zone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from workroom_harvest.web.words.language import English, Language
from workroom_harvest.web.words.sentences import filled


def _utc() -> tzinfo:
    return UTC


@dataclass(frozen=True)
class Reader:
    """The language of a reader, their time zone, which is found out once it is needed, and today.

    `find_zone` returns UTC where no zone is known. Where `now` is None, as what is written may be
    read much later, days are told by their dates.
    """

    language: Language = field(default_factory=English)
    find_zone: Callable[[], tzinfo] = _utc
    now: datetime | None = None

    @cached_property
    def zone(self) -> tzinfo:
        """Return the zone in which times are told."""
        return self.find_zone()


ENGLISH = Reader()
"""Who reads where nobody else is known to: a terminal, a log, a job."""

_READER: ContextVar[Reader] = ContextVar("workroom_harvest_reader", default=ENGLISH)


def reader() -> Reader:
    """Return who reads what is being written."""
    return _READER.get()


def start_reading(one: Reader) -> None:
    """Write for this reader from now on, until `stop_reading()`."""
    _READER.set(one)


def stop_reading() -> None:
    """Write for nobody in particular again."""
    _READER.set(ENGLISH)


@contextmanager
def reading(one: Reader) -> Iterator[None]:
    """Write for this reader in the block, and for the one before after it."""
    before = _READER.get()
    _READER.set(one)
    try:
        yield
    finally:
        _READER.set(before)


def say(sentence: str, /, **data: Any) -> str:
    """Return an English sentence in the reader's language, with its data.

    The names of the data are in braces in the sentence. A number may name what it counts:
    `"{count:# entry|# entries} of {people:one colleague|# colleagues}"`.
    """
    language = reader().language
    return filled(language.sentence(sentence), data, language)


def number(number: int) -> str:
    """Return a whole number in the reader's way."""
    return reader().language.number(number)


def numeral(decimal: str) -> str:
    """Return a decimal number, given with a point, in the reader's way."""
    return reader().language.numeral(decimal)


def day(one: date) -> str:
    """Return a calendar day in the reader's way."""
    return reader().language.day(one)


def time_of(instant: datetime, *, seconds: bool = False) -> str:
    """Return the time of day of an instant in the reader's zone, with UTC's name if it is that."""
    return _named(_there(instant), seconds=seconds)


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Return an instant in the reader's zone: `today at 23:18`, or with its day.

    `now` is the reader's own unless it is given.
    """
    there = _there(instant)
    time = _named(there)
    if (now := now or reader().now) is not None:
        today = _there(now).date()
        if there.date() == today:
            return say("today at {time}", time=time)
        if there.date() == today - timedelta(days=1):
            return say("yesterday at {time}", time=time)
        if there.date() == today + timedelta(days=1):
            return say("tomorrow at {time}", time=time)
    return say("{day} at {time}", day=day(there.date()), time=time)


def _there(instant: datetime) -> datetime:
    return instant.astimezone(reader().zone)


def _named(there: datetime, *, seconds: bool = False) -> str:
    shown = reader().language.time(there.timetz(), seconds=seconds)
    return f"{shown} UTC" if there.tzinfo is UTC else shown
