"""Invoice day: from opening the page until every hour is accounted for, in few clicks."""

import logging
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from demo.processes import start_redis
from tests.browser import invoice_day as day
from tests.browser.conftest import Visitor, numbers
from tests.browser.looks import faults
from tests.support.running_system import RunningSystem

# They share one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

log = logging.getLogger(__name__)

MOST_CLICKS = 14
"""From the opened page until it says that every hour is accounted for."""


class Accountant(Visitor):
    """Somebody at the page whose clicks are counted."""

    clicks = 0

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Click a button, and count that."""
        self.clicks += 1
        super().press(name, within=within)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Click a link, and count that."""
        self.clicks += 1
        super().follow(name, within=within)

    def result(self, text: str) -> Locator:
        """Return the headline of a run that is over, once the to-do list is that of after it."""
        found = self.page.get_by_text(re.compile(text))
        found.wait_for()
        expect(self.page.locator("#wh-show-mappings")).to_have_count(0)
        return found

    @property
    def todo(self) -> Locator:
        """The to-do list, once there is something to do."""
        return self.page.get_by_role("region", name=re.compile("^To do"))


@pytest.fixture
def accountant(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Accountant, day.Touched]]:
    """Yield the Admin of a studio on invoice day, signed in, and what came between."""
    folder = tmp_path_factory.mktemp("invoice-day")
    redis, redis_url = start_redis(folder / "redis.log")
    database_url = f"sqlite:///{folder / 'w.sqlite3'}"
    context = browser.new_context()
    context.set_default_timeout(20_000)
    with RunningSystem(folder, database_url, redis_url, *day.HARVEST_OPTIONS) as system:
        system.worker()
        day.furnish(system, database_url)
        touched = day.let_time_pass(system, database_url)
        accountant = Accountant(context.new_page(), system)
        accountant.sign_in("elin@lindqvist.example")
        yield accountant, touched
    context.close()
    redis.stop()


def test_every_hour_of_a_year_is_accounted_for(
    accountant: tuple[Accountant, day.Touched],
) -> None:
    """A year is read again, what waits and what differs is settled, and the hours say so.

    What Workroom protects stays as it is, and is a difference by name. It takes at most 14 clicks.
    """
    elin, touched = accountant
    page = elin.page
    elin.settings()
    elin.follow("Hours")
    elin.follow("Last 12 months")
    elin.press("Import these days again")
    elin.result(r"^Imported 0 of \d+ entries")
    settle_what_waits(elin)
    settle_what_differs(elin, touched)
    elin.follow("Hours")
    verdict = page.get_by_role("status").filter(has_text="Every hour is accounted for.")
    expect(verdict).to_have_class(re.compile("wh-mood-good"))
    expect(verdict).to_contain_text("the reason is named below for each of the")
    expect(verdict).not_to_contain_text("To do")
    names = page.get_by_role("region", name="By project").get_by_role("row").last
    differences = names.get_by_role("listitem").all_inner_texts()
    assert {text.partition(":")[0] for text in differences} == {
        "Left out",
        "Changed in Harvest",
        "Edited in Workroom",
    }
    assert faults(page) == []
    assert elin.complaints == []
    assert elin.elsewhere == []
    log.info("invoice day took %d clicks", elin.clicks)
    assert elin.clicks <= MOST_CLICKS, f"it took {elin.clicks} clicks"


def settle_what_waits(elin: Accountant) -> None:
    """Map the project that Workroom has by now, import what waited, and leave the other one out."""
    page = elin.page
    elin.follow(f"Map {day.UNMAPPED}", within=elin.todo)
    expect(page.get_by_role("combobox", name=re.compile(day.UNMAPPED))).to_be_in_viewport()
    elin.press("Take the suggestion")
    elin.press("Save mappings")
    page.get_by_text("Mappings saved.").wait_for()
    waiting = elin.todo.get_by_role("listitem").filter(has_text=day.UNMAPPED)
    number = numbers(waiting)[1]
    elin.press(f"Import these {number} now {day.UNMAPPED}", within=waiting)
    elin.result(rf"^Imported {number} of {number} entries")
    elin.press(f"Leave out {day.LEFT_OVER}", within=elin.todo)
    page.get_by_text("Left out: its entries wait on purpose now").wait_for()


def settle_what_differs(elin: Accountant, touched: day.Touched) -> None:
    """Apply at once all that may be, and let be what Workroom has locked."""
    page = elin.page
    elin.follow("Corrections")
    elin.follow("Choose all that may be applied")
    free = len(touched["changed"]) + len(touched["gone"])
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(free)
    assert faults(page) == []
    elin.press("Apply chosen")
    elin.result(rf"^Corrected {free} of {free} chosen timelogs")
    elin.follow("Corrections")
    expect(page.get_by_text("It is locked in Workroom.")).to_have_count(len(touched["locked"]))
    elin.press("Dismiss all changes")
    page.get_by_text("Nothing to correct").wait_for()
