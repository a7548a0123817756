"""Sentences, days and times in a reader's language and zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from markupsafe import Markup

from workroom_harvest.web.words import Reader, day, moment, number, numeral, reading, say, time_of
from workroom_harvest.web.words.language import Language
from workroom_harvest.web.words.translations import Translated

GERMAN = Translated(
    Locale("de"),
    {
        "{n:# entry|# entries}": "{n:# Eintrag|# Einträge}",
        "today at {time}": "heute um {time}",
        "{day} at {time}": "{day} um {time}",
    },
)
POLISH = Translated(Locale("pl"), {"{n:# entry|# entries}": "{n:# wpis|# wpisy|# wpisów|# wpisu}"})
STOCKHOLM = ZoneInfo("Europe/Stockholm")
EVENING = datetime(2026, 11, 26, 22, 18, 4, tzinfo=UTC)


def in_stockholm(language: Language) -> Reader:
    """Return a reader of that language whose studio is in Stockholm."""
    return Reader(language, lambda: STOCKHOLM)


@pytest.mark.parametrize(("n", "told"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_english_counts_one_and_several(n: int, told: str) -> None:
    """A number chooses between one and several, and stands where the form has its sign."""
    assert say("{n:# entry|# entries}", n=n) == told
    assert say("{n:is|are} there", n=n) == ("is there" if n == 1 else "are there")


@pytest.mark.parametrize(
    ("n", "told"), [(1, "1 wpis"), (3, "3 wpisy"), (5, "5 wpisów"), (22, "22 wpisy")]
)
def test_a_language_may_have_more_than_two_forms(n: int, told: str) -> None:
    """The words of a form follow the plural rules of the language, here of Polish."""
    with reading(Reader(POLISH)):
        assert say("{n:# entry|# entries}", n=n) == told


def test_numbers_and_days_are_those_of_the_language() -> None:
    """German groups numbers with points, writes a decimal comma, and days with points."""
    with reading(Reader(GERMAN)):
        assert say("{n:# entry|# entries}", n=12000) == "12.000 Einträge"
        assert (number(12000), numeral("1031.08")) == ("12.000", "1.031,08")
        assert day(date(2026, 6, 1)) == "01.06.2026"
    assert (number(12000), numeral("31.08"), day(date(2026, 6, 1))) == (
        "12000",
        "31.08",
        "2026-06-01",
    )


def test_a_time_is_told_in_the_zone_of_the_studio() -> None:
    """An instant is today or not by the studio's calendar, and only UTC is named."""
    now = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert moment(EVENING, now) == "today at 22:18 UTC"
    assert moment(EVENING) == "2026-11-26 at 22:18 UTC"
    assert time_of(EVENING, seconds=True) == "22:18:04 UTC"
    with reading(in_stockholm(GERMAN)):
        assert moment(EVENING, EVENING) == "heute um 23:18"
        assert moment(EVENING) == "26.11.2026 um 23:18"
        # It is the next day in Stockholm by now.
        assert moment(EVENING, now) == "yesterday at 23:18"


def test_what_is_data_is_escaped_where_a_sentence_has_markup() -> None:
    """A sentence with markup in its data is markup, and the names in it are escaped."""
    said = say("{name} is {link}", name="<b>", link=Markup("<a>here</a>"))
    assert said == Markup("&lt;b&gt; is <a>here</a>")
    assert isinstance(said, Markup)
    assert say("{name} waits", name="<b>{0}") == "<b>{0} waits"


def test_a_reader_ends_with_the_block() -> None:
    """After a block for one reader the one before reads again."""
    with reading(Reader(GERMAN)):
        with reading(Reader()):
            assert say("today at {time}", time="1") == "today at 1"
        assert say("today at {time}", time="1") == "heute um 1"
