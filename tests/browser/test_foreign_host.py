"""In a host with another layout, scripts and policy the pages work, and wear its clothes."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from playwright.sync_api import Browser, Locator, Page

from demo.harvest import HarvestConfig
from demo.walk import PAGE
from tests.browser.looks import faults
from tests.hosts.atelier import POLICY, Atelier
from tests.support.second_host import SecondHost
from tests.support.served_app import ServedApp
from tests.support.servers import LocalHarvest
from workroom_harvest.current import use_cases

# They share one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Bare(SecondHost):
    """The second host without a layout, for a browser that asks for several things at once."""

    engine_options = Atelier.engine_options


class Guest:
    """Elin at the other host with a browser. `faults` are its errors and requests elsewhere."""

    def __init__(self, page: Page, host: SecondHost, url: str, harvest: LocalHarvest) -> None:
        self.page, self.host, self.url = page, host, url
        self.faults: list[str] = []
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        homes = (url, harvest.url, "data:")
        page.on(
            "request",
            lambda asked: (
                self.faults.append(asked.url) if not asked.url.startswith(homes) else None
            ),
        )

    def connect(self) -> None:
        """Go from the plugin's page to Harvest and back."""
        self.page.goto(self.url + PAGE)
        self.page.get_by_role("button", name="Connect Harvest").click()
        self.page.select_option("select[name=user]", "elin@lindqvist.example")
        self.page.check("text=Studio Lindqvist")
        self.page.click("text=Authorize App")
        self.page.get_by_role("button", name="Save mappings").wait_for()

    def import_all(self) -> None:
        """Map the first project and task, import, and see the result come by itself."""
        for kind in ("project", "task"):
            self.page.locator(f"select[name^={kind}-]").first.select_option(index=1)
        self.page.get_by_role("button", name="Save mappings").click()
        self.page.get_by_text("Mappings saved.").wait_for()
        self.page.get_by_role("button", name="Import from Harvest").click()
        self.page.wait_for_url("**/imports/*")
        with self.host.app.app_context():
            use_cases().perform_import(self.page.url.rsplit("/", 1)[1])
        self.page.wait_for_selector("#wh-panel.wh-finished")


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Callable[..., SecondHost]:
    """Return the kind of host that a test asks for."""
    found: Callable[..., SecondHost] = request.param
    return found


@pytest.fixture
def guest(
    kind: Callable[..., SecondHost], browser: Browser, redis_url: str, tmp_path: Path
) -> Iterator[Guest]:
    """Yield a guest of a host of that kind."""
    harvest = LocalHarvest(HarvestConfig(rate_limit=0))
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'host.sqlite3'}",
    }
    host = kind(settings)
    with host.app.app_context():
        host.db.create_all()
    served = ServedApp(host.app)
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield Guest(context.new_page(), host, served.url, harvest)
    context.close()
    served.close()
    host.close()
    harvest.close()


in_layouts = pytest.mark.parametrize(
    "kind",
    [Atelier, partial(Atelier, policy=POLICY)],
    ids=["no policy", "own policy"],
    indirect=True,
)
in_a_layout = pytest.mark.parametrize("kind", [Atelier], indirect=True)
in_no_layout = pytest.mark.parametrize("kind", [Bare], indirect=True)


def style(place: Locator, name: str) -> str:
    """Return the computed value of a CSS property."""
    found: str = place.evaluate("(one, name) => getComputedStyle(one).getPropertyValue(name)", name)
    return found


@in_layouts
def test_the_guide_in_another_hosts_layout(guest: Guest) -> None:
    """Connecting, mapping and importing works beside the host's own scripts and styles.

    Those run as on its other pages, no policy stops anything, and nothing is asked of another site.
    """
    page = guest.page
    guest.connect()
    assert page.evaluate("document.documentElement.dataset.script") == "ran"
    assert style(page.locator("aside"), "border-right-style") == "double"
    guest.import_all()
    assert "Imported " in page.inner_text(".wh-headline")
    assert guest.faults == []


@in_no_layout
def test_the_guide_in_the_plugins_own_layout(guest: Guest) -> None:
    """Without a layout of the host's the strict policy stops nothing of the plugin's own.

    Its page follows the visitor's system, light or dark, and axe finds no fault in either.
    """
    page = guest.page
    guest.connect()
    guest.import_all()
    assert style(page.locator("html"), "color-scheme") == "light dark"
    assert faults(page) == []
    assert guest.faults == []


@in_a_layout
def test_pages_wear_the_hosts_colours_type_and_corners(guest: Guest) -> None:
    """Type and text are inherited, and accent, paper and radius come from the host's properties."""
    page = guest.page
    guest.connect()
    guest.import_all()
    body, card = page.locator("body"), page.locator(".wh-card").first
    for name in ("font-family", "color"):
        assert style(page.locator(".wh"), name) == style(body, name)
    assert style(page.locator(".wh-primary").first, "background-color") == "rgb(107, 47, 122)"
    assert style(card, "background-color") == style(body, "background-color")
    assert style(card, "border-radius") == "0px"
    assert faults(page) == []


@in_a_layout
def test_the_parts_for_menus_arrive_dressed(guest: Guest) -> None:
    """Entry and tile bring their own stylesheet, look like the host, and show no fault to axe."""
    page = guest.page
    page.goto(f"{guest.url}/menu")
    page.get_by_role("link", name="Open Harvest", exact=True).click()
    guest.connect()
    page.goto(f"{guest.url}/menu")
    for part in (page.locator(".wh-entry"), page.locator(".wh-tile")):
        manage = part.get_by_role("link", name="Manage Harvest", exact=True)
        assert style(part, "font-family") == style(page.locator("body"), "font-family")
        assert style(manage, "border-top-style") == "solid"
        assert style(manage, "border-radius") == "0px"
        box = manage.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert style(page.locator(".wh-tile .wh-good"), "background-color") == "rgb(226, 245, 234)"
    assert faults(page) == []
    assert guest.faults == []
