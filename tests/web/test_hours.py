"""The page of the hours, and the same as JSON."""

from datetime import timedelta
from typing import Any

import pytest

from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.support.studio_days import studio_today
from tests.web.words.german import german
from workroom_harvest.domain.hours import Amount, Balance, Difference
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.web.presenters import duration
from workroom_harvest.web.presenters.hours import decimal_hours, difference, row, why_name
from workroom_harvest.web.words import reading

JSON = {"Accept": "application/json"}


@pytest.fixture
def work(connected: Studio) -> Work:
    """Return the studio's emptied Harvest account."""
    return Work(connected.harvest)


def hours(studio: Studio, first: object = DAY, last: object = DAY) -> dict[str, Any]:
    """Return the hours of the days as JSON."""
    answer = studio.browser.get(f"{PAGE}/hours?from={first}&to={last}", headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_hours_of_a_day_are_told_by_project_and_person(connected: Studio, work: Work) -> None:
    """The JSON has Harvest's and Workroom's minutes by name, and each difference by reason."""
    work.add("1.33")
    work.add("0.5", project="Villa Sandhamn", running=True)
    connected.import_days(DAY, DAY)
    found = hours(connected)
    differences = [{"reason": "Timer still running", "entries": 1, "minutes": 30}]
    assert [(one["name"], one["harvest_minutes"]) for one in found["projects"]] == [
        ("Villa Sandhamn", 110)
    ]
    assert found["people"][0] == {
        "name": "Elin Lindqvist",
        "harvest_minutes": 110,
        "harvest_hours": "1.83",
        "workroom_minutes": 80,
        "differences": differences,
    }
    assert (found["from"], found["to"], found["unread"]) == (str(DAY), str(DAY), [])
    assert (found["workroom_minutes"], found["differences"]) == (80, differences)
    assert found["as_of"].endswith("+00:00")
    assert found["frozen"] == {"entries": 0, "minutes": 0}


def test_days_that_were_never_read_are_said(connected: Studio, work: Work) -> None:
    """Days that no import read in full are named, in the JSON and on the page."""
    connected.import_days(DAY, DAY)
    found = hours(connected, "2026-05-30", "2026-06-02")
    assert found["unread"] == [
        {"from": "2026-05-30", "to": "2026-05-31"},
        {"from": "2026-06-02", "to": "2026-06-02"},
    ]
    page = text_of(connected.page("/hours?from=2026-05-30&to=2026-06-02"))
    assert "Never read in full: 2026-05-30 → 2026-05-31, 2026-06-02 → 2026-06-02." in page
    assert "No entry of these days is known." in page
    empty = hours(connected, "2020-01-01", "2020-01-02")
    assert (empty["as_of"], empty["projects"], empty["people"]) == (None, [], [])


def test_the_page_shows_both_tables_and_their_totals(connected: Studio, work: Work) -> None:
    """The page shows hours by project and by person, each with the total."""
    work.add("1.33")
    work.add("2.0", notes="<b>", running=True)
    connected.import_days(DAY, DAY)
    page = text_of(connected.page(f"/hours?from={DAY}&to={DAY}"))
    assert page.count("Total 3:20 3.33 1:20 Timer still running: 1 entry, 2:00 h") == 2
    assert "Elin Lindqvist 3:20" in page
    assert "as of" in page


def test_without_dates_the_last_days_are_shown(connected: Studio) -> None:
    """Without dates the page has the default ones in its form."""
    page = connected.page("/hours")
    assert f'name="to" type="date" required value="{studio_today()}"' in page


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("from=soon&to=2026-06-01", "from", "That is no date. Choose a day, such as 2026-06-01."),
        ("from=2026-06-01&to=", "to", "That is no date. Choose a day, such as 2026-06-01."),
        ("from=2026-06-02&to=2026-06-01", "to", "To is before From. Choose a day on or after From"),
    ],
)
def test_dates_that_are_none_are_refused_with_a_sentence(
    connected: Studio, query: str, field: str, sentence: str
) -> None:
    """A bad date is a 422 with a sentence beside its field, and by its field in the JSON."""
    answer = connected.browser.get(f"{PAGE}/hours?{query}")
    assert answer.status_code == 422
    assert sentence in text_of(answer.text)
    answer = connected.browser.get(f"{PAGE}/hours?{query}", headers=JSON)
    assert answer.status_code == 422
    assert answer.get_json()["problems"][field].startswith(sentence)


def test_any_window_is_taken(connected: Studio) -> None:
    """The whole calendar can be asked for."""
    found = hours(connected, "0001-01-01", "9999-12-31")
    assert found["unread"] == [{"from": "0001-01-01", "to": "9999-12-31"}]


def test_without_a_connection_it_says_so(elin: Studio) -> None:
    """Without a connection there are no hours, and the page says what to do."""
    answer = elin.browser.get(f"{PAGE}/hours")
    assert answer.status_code == 409
    assert "Connect Harvest first" in answer.text


def test_each_difference_has_a_name() -> None:
    """Each reason of a difference has words of its own."""
    names = [why_name(why) for why in (*SkipReason, *Difference)]
    assert len(set(names)) == len(names)
    line = difference(Difference.TO_OTHER_DATES, Amount(2, -90))
    assert line == "Moved to other dates in Harvest: 2 entries, -1:30 h"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0:00"), (65, "1:05"), (-30, "-0:30"), (6000, "100:00")]
)
def test_minutes_are_shown_as_hours_and_minutes(minutes: int, expected: str) -> None:
    """Minutes are shown with hours, and with a sign where Workroom has more."""
    assert duration.hours(minutes) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "under 1 s"),
        (0.4, "under 1 s"),
        (0.6, "1 s"),
        (59, "59 s"),
        (61, "1 min 1 s"),
        (3720, "1 h 2 min"),
    ],
)
def test_a_length_is_shown_in_words(seconds: float, expected: str) -> None:
    """How long a run took is shown in two units at most, and never as nothing."""
    assert duration.how_long(timedelta(seconds=seconds)) == expected


def test_harvests_hours_are_decimals() -> None:
    """Harvest's own sum is exact, in hundredths."""
    assert [decimal_hours(one) for one in (0, 5, 133, 10000)] == ["0.00", "0.05", "1.33", "100.00"]


def test_a_reason_is_said_in_the_readers_language_and_sent_in_english() -> None:
    """A person reads reasons and decimals in their language, and a script reads English ones."""
    told = {
        "Edited in Workroom": "In Workroom bearbeitet",
        "{reason}: {entries:# entry|# entries}, {hours} h": (
            "{reason}: {entries:# Eintrag|# Einträge}, {hours} h"
        ),
    }
    balance = Balance(60, 103108, 90, {Difference.EDITED: Amount(2, -30)})
    with reading(german(told)):
        shown = row("Villa", balance)
        assert shown.differences == ["In Workroom bearbeitet: 2 Einträge, -0:30 h"]
        assert shown.harvest_hours == "1.031,08"
        assert why_name(Difference.EDITED) == "edited in Workroom"
    assert difference(Difference.EDITED, Amount(1, 5)) == "Edited in Workroom: 1 entry, 0:05 h"
