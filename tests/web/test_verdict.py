"""Whether every hour of some days is accounted for, in one sentence with a colour."""

from datetime import UTC, date, datetime

import pytest

from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.web.asking import ask
from workroom_harvest.domain.hours import Amount, Balance, Difference, Why
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters.asks import Ask, asks
from workroom_harvest.web.presenters.verdict import periods, verdict

DAYS = Days(DAY, DAY)


def shown(
    differences: dict[Why, Amount] | None = None, minutes: int = 90, unread: tuple[Days, ...] = ()
) -> HoursOfDays:
    """Return the hours of a day on which both sides have so many minutes."""
    total = Balance(minutes, minutes * 100 // 60, minutes, differences or {})
    return HoursOfDays(
        DAYS, datetime(2026, 6, 2, tzinfo=UTC), [], [], total, unread, Amount(), True
    )


@pytest.mark.parametrize(
    ("hours", "to_do", "mood", "sentence", "sums"),
    [
        (shown(), 2, "good", "Every hour is accounted for.", "both have 1:30 h."),
        (shown(unread=(DAYS,)), 0, "attention", "Not every hour is known yet.", "1:30 h"),
        (shown(minutes=0), 0, "quiet", "Every hour is accounted for.", "no hours on these days"),
        (
            shown({Difference.CHANGED: Amount(1, 5)}),
            1,
            "attention",
            "Every",
            "the 1 entry that dif",
        ),
        (
            shown({Difference.CHANGED: Amount(1, 5)}),
            0,
            "good",
            "Every",
            "the 1 entry that differs.",
        ),
        (
            shown({SkipReason.TIMER_RUNNING: Amount(1, 5), Difference.LEFT_OUT: Amount(2, 5)}),
            3,
            "good",
            "Every hour is accounted for.",
            "the reason is named below for each of the 3 entries that differ.",
        ),
    ],
)
def test_the_verdict_is_a_sentence_with_a_colour(
    hours: HoursOfDays, to_do: int, mood: str, sentence: str, sums: str
) -> None:
    """It is green once all days were read, and what differs asks nothing of anybody any more."""
    found = verdict(hours, to_do=to_do)
    assert (found.mood, found.needs_you) == (mood, bool(to_do) and "1 entry" in sums)
    assert found.sentence.startswith(sentence)
    assert sums in found.sums


def test_each_reason_asks_something_to_wait_or_nothing() -> None:
    """A project that is not mapped needs a person, a running timer needs time, the rest is fine."""
    assert asks(SkipReason.PROJECT_NOT_MAPPED) is Ask.NEEDS_YOU
    assert asks(SkipReason.TIMER_RUNNING) is Ask.BY_ITSELF
    assert asks(SkipReason.ALREADY_IMPORTED) is Ask.FINE
    assert asks(Difference.LEFT_OUT) is Ask.FINE
    assert asks(Difference.GONE) is Ask.NEEDS_YOU


def test_the_days_of_an_invoice_are_one_click_away(connected: Studio) -> None:
    """This month, the last one and the last twelve begin with the first day of a month."""
    found = {one.name: str(one.days) for one in periods(date(2026, 1, 31))}
    assert found == {
        "This month": "2026-01-01 → 2026-01-31",
        "Last month": "2025-12-01 → 2025-12-31",
        "Last 12 months": "2025-01-01 → 2026-01-31",
    }
    page = connected.page("/hours?from=2026-06-02&to=2026-06-01")
    assert page.count("Last 12 months</a>") == 1


def test_whoever_comes_back_sees_the_same_days(connected: Studio) -> None:
    """The page without dates has the days that were looked at last; a script has the default."""
    connected.page("/hours?from=2026-01-01&to=2026-01-31")
    assert 'name="from" type="date" required value="2026-01-01"' in connected.page("/hours")
    connected.page("/hours?from=2026-02-02&to=2026-02-01")
    assert 'name="from" type="date" required value="2026-01-01"' in connected.page("/hours")
    assert ask(connected, "/hours")["from"] != "2026-01-01"


def test_days_that_were_not_read_are_imported_from_there(connected: Studio) -> None:
    """The verdict has the button that reads the days, and the result leads back to their hours."""
    Work(connected.harvest).add("1.0")
    address = f"/hours?from={DAY}&to={DAY}"
    page = connected.page(address)
    assert "Not every hour is known yet." in page
    assert "Import these days</button>" in page
    run = connected.import_days(DAY, DAY)
    assert f"{PAGE}{address}".replace("&", "&amp;") in connected.page(f"/imports/{run['id']}")
    after = text_of(connected.page(address))
    assert "Every hour is accounted for. Harvest and Workroom both have 1:00 h." in after
    assert "Import these days again" in after
