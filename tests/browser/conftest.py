"""A real browser, and Workroom with all its processes for it."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from demo.processes import start_redis
from demo.walk import Walker
from demo.workroom.seed import LINDQVIST
from tests.support.running_system import RunningSystem

HOW = "Install Chromium (Debian: apt-get install chromium), or set CHROMIUM to its path."
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# They are needed as root, in containers and without internet, and change no page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


def program() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or (str(MAC) if MAC.exists() else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a Chromium without a window.

    Without one the tests are skipped, and fail where `CI` is set.
    """
    path = program()
    if path is None and os.environ.get("CI"):
        pytest.fail(f"There is no browser. {HOW}")
    if path is None:
        pytest.skip(f"There is no browser, so this was NOT tested. {HOW}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def system(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """Yield local Harvest, Workroom and a worker, with a Redis that no other test empties."""
    folder = tmp_path_factory.mktemp("system")
    redis, redis_url = start_redis(folder / "redis.log")
    with RunningSystem(folder, f"sqlite:///{folder / 'w.sqlite3'}", redis_url) as system:
        system.worker()
        yield system
    redis.stop()


@pytest.fixture
def elin(system: RunningSystem) -> Walker:
    """Return the Admin of Studio Lindqvist, signed in; the studio has nothing of Harvest yet.

    The options of the local Harvest are as they were.
    """
    system.forget(LINDQVIST)
    system.configure_harvest(latency=0, largest_page=2000)
    return system.walker("elin@lindqvist.example")


class Visitor:
    """A person at Workroom with a browser of their own.

    `complaints` are the browser's errors, `elsewhere` the requests to other hosts.
    """

    def __init__(self, page: Page, system: RunningSystem) -> None:
        self.page = page
        self.system = system
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        homes = (system.workroom_url, system.harvest_url)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                self.elsewhere.append(asked.url)
                if not asked.url.startswith((*homes, "data:"))
                else None
            ),
        )

    def sign_in(self, email: str) -> None:
        """Sign in to Workroom."""
        self.page.goto(f"{self.system.workroom_url}/sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", "workroom")
        self.page.click("main button")
        self.page.wait_for_url(f"{self.system.workroom_url}/")

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Click a button by the whole of its name, which is that of a screen reader."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Click a link by the whole of its name."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    def enter(self, target: Locator) -> None:
        """Click something that opens."""
        target.click()

    def toggle(self, target: Locator) -> None:
        """Click a switch or a checkbox."""
        target.click()

    def landed(self, text: str) -> Locator:
        """Return the sentence, given as a pattern, that the page shows after a form was sent."""
        found = self.page.get_by_text(re.compile(text)).first
        found.wait_for()
        return found

    def row(self, name: str) -> Locator:
        """Return the row of a table whose head is that name."""
        head = self.page.get_by_role("rowheader", name=name, exact=True)
        return self.page.get_by_role("row").filter(has=head)

    def timelogs(self) -> int:
        """Return how many timelogs Workroom's own page has, in a tab of its own."""
        page = self.page.context.new_page()
        page.goto(f"{self.system.workroom_url}/timelogs")
        head = page.get_by_role("main").locator("p").first
        count = 0 if head.inner_text().startswith("No timelogs yet") else numbers(head)[0]
        page.close()
        return count

    def settings(self) -> None:
        """Open the plugin's page."""
        self.page.goto(f"{self.system.workroom_url}/settings/integrations/harvest")

    def connect(self, name: str, account: str) -> None:
        """Connect through Harvest's consent screen."""
        self.page.click("main button:has-text('Connect Harvest')")
        self.page.select_option("select[name=user]", label=name)
        self.page.check(f"text={account}")
        self.page.click("text=Authorize App")
        self.page.wait_for_selector(".wh-badge")

    def choose(self, harvest: str, workroom: str) -> None:
        """Choose a Workroom item in the dropdown of a Harvest item."""
        named = self.page.locator(f'label bdi:text-is("{harvest}")').first
        select = self.page.locator(".wh-row", has=named).first.locator("select")
        select.wait_for()
        options = select.locator("option").all_inner_texts()
        label = next(text for text in options if text.split(" · ")[0].strip() == workroom)
        select.select_option(label=label)


@pytest.fixture
def visitor(
    browser: Browser, system: RunningSystem, request: pytest.FixtureRequest
) -> Iterator[Visitor]:
    """Yield a visitor; an indirect parameter has options of the browser context."""
    context = browser.new_context(**getattr(request, "param", {}))
    context.set_default_timeout(20_000)
    yield Visitor(context.new_page(), system)
    context.close()


def numbers(place: Locator) -> tuple[int, ...]:
    """Return the first two whole numbers of a text."""
    return tuple(int(found) for found in re.findall(r"\d+", place.inner_text())[:2])
