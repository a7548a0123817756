"""The mapping table with two thousand rows of either kind, and as many targets."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from demo.processes import start_redis
from tests.browser.conftest import Visitor
from tests.browser.mapping_rows import UNSAVED, chosen, row, save
from tests.support.big_account import connect_only, names_of
from tests.support.running_system import RunningSystem

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANY = 2_000


@pytest.fixture(scope="module")
def big(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """Yield Workroom and a Harvest with two thousand projects and tasks of the same names."""
    folder = tmp_path_factory.mktemp("big")
    redis, redis_url = start_redis(folder / "redis.log")
    database = f"sqlite:///{folder / 'w.sqlite3'}"
    size = ("--entries", "0", "--projects", str(MANY), "--tasks", str(MANY))
    with RunningSystem(folder, database, redis_url, *size) as system:
        connect_only(system, database, *names_of(MANY, MANY))
        yield system
    redis.stop()


@pytest.fixture
def manager(browser: Browser, big: RunningSystem) -> Iterator[Visitor]:
    """Yield a visitor of the big studio's page, once all rows are there."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    visitor = Visitor(context.new_page(), big)
    visitor.sign_in("elin@lindqvist.example")
    all_rows(visitor)
    yield visitor
    context.close()


def all_rows(visitor: Visitor) -> None:
    """Open the page, and wait until its table has all rows."""
    with visitor.page.expect_response(lambda reply: reply.url.endswith("/mappings")):
        visitor.settings()
    visitor.page.wait_for_selector("nav.wh-pages button:has-text('Next')")


def test_two_thousand_rows_are_searched_paged_and_saved_in_one_go(manager: Visitor) -> None:
    """Of 2,000 rows and as many targets any is found by typing, and all are saved by one click."""
    page = manager.page
    count = "fieldset[data-kind=project] [data-count]"
    assert page.inner_text(count) == f"0 of {MANY} mapped"
    page.fill("#wh-search", "project 1234")
    assert page.locator("fieldset[data-kind=project] .wh-row label").all_inner_texts()
    row(manager, "Project 1234").locator("text=Find").click()
    page.fill("#wh-pick", "project 0077")
    page.press("#wh-pick", "Enter")
    page.wait_for_selector("dialog", state="detached")
    assert chosen(manager, "Project 1234") == "Project 0077"
    page.fill("#wh-search", "")
    page.click("fieldset[data-kind=task] >> text=Next")
    assert "Page 2 of 40" in page.inner_text("fieldset[data-kind=task] nav")
    assert "Page 1 of 40" in page.inner_text("fieldset[data-kind=project] nav")
    assert page.inner_text(UNSAVED) == "1 row is not saved yet."
    page.click("button[value=all]")
    unsaved = 2 * MANY - 1
    assert page.inner_text(UNSAVED) == f"{unsaved} rows are not saved yet."
    save(manager)
    page.wait_for_selector(f"[data-said]:text-is('{unsaved} rows saved.')", state="attached")
    page.wait_for_selector(f"{count}:text-is('{MANY - 1} of {MANY} mapped')")
    assert page.inner_text("fieldset[data-kind=task] [data-count]") == f"{MANY} of {MANY} mapped"
    assert page.inner_text(UNSAVED) == ""
    page.fill("#wh-search", "project 1234")
    assert chosen(manager, "Project 1234") == "Project 0077"
    assert manager.complaints == []
    assert manager.elsewhere == []


def test_without_the_other_rows_the_pages_are_turned_by_links(manager: Visitor) -> None:
    """Where the script cannot get the other rows, the server's pages and counts stay."""
    page = manager.page
    page.route("**/mappings", lambda route: route.abort())
    manager.settings()
    page.wait_for_selector(".wh-filters:not([hidden])")
    assert f"of {MANY} mapped" in page.inner_text("fieldset[data-kind=project] [data-count]")
    page.click("fieldset[data-kind=project] nav a:has-text('Next')")
    page.wait_for_url("**/mappings?page=2&tasks=1")
    assert "Page 2 of 40" in page.inner_text("fieldset[data-kind=project] nav")
