"""A host that does everything differently from the demo."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Response, after_this_request
from werkzeug.test import Client, TestResponse

from demo.walk import PAGE, fields
from demo.workroom.config import database_url as with_driver
from tests.support.second_host import PREFIX, SecondHost
from tests.support.servers import LocalHarvest
from tests.support.studio import text_of
from workroom_harvest.current import use_cases

HARVEST_PAGE = PREFIX + PAGE


@pytest.fixture(params=[False, True], ids=["plain", "schema"])
def host(
    request: pytest.FixtureRequest, harvest: LocalHarvest, redis_url: str, database_url: str
) -> Iterator[SecondHost]:
    """Return the second host with the local Harvest, on either database."""
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
        "SQLALCHEMY_DATABASE_URI": with_driver(database_url),
    }
    made = SecondHost(settings, with_schema=request.param)
    with made.app.app_context():
        made.db.create_all()
    yield made
    made.close()


@pytest.fixture
def browser(host: SecondHost) -> Client:
    """Return Elin's browser."""
    return Client(host.mounted)


def post(browser: Client, path: str, **form: str) -> TestResponse:
    """Send a form with the token of the page."""
    token = fields(browser.get(HARVEST_PAGE, buffered=True).text).token
    return browser.post(HARVEST_PAGE + path, data={**form, "csrf_token": token}, buffered=True)


def connect(browser: Client, harvest: LocalHarvest) -> None:
    """Connect by the consent screen, below the host's prefix."""
    account = next(a.id for a in harvest.world.accounts.values() if a.name == "Studio Lindqvist")
    form = {"user": "elin@lindqvist.example", "account": account, "decision": "authorize"}
    consent = post(browser, "/connect").location
    back = httpx.post(consent, data=form).headers["Location"]
    assert back.startswith(f"http://localhost{HARVEST_PAGE}/callback?")
    browser.get(back.removeprefix("http://localhost"))


def test_connect_map_and_import(
    host: SecondHost, browser: Client, harvest: LocalHarvest, today: date
) -> None:
    """Steps 1 to 4 of the guide work, and a member without an address takes nobody's hours."""
    connect(browser, harvest)
    options = fields(browser.get(HARVEST_PAGE, buffered=True).text).options
    projects = [one.id for one in host.projects("")]
    types = [one.id for one in host.activity_types("")]
    form = {
        name: target
        for kind, targets in (("project", projects), ("task", types))
        for name, target in zip(
            [name for name in options if name.startswith(kind)], targets, strict=False
        )
    }
    assert post(browser, "/mappings", **form).status_code == 303
    window = {"from": str(today - timedelta(days=30)), "to": str(today)}
    run_id = post(browser, "/imports", **window).location.rsplit("/", 1)[1]
    with host.app.app_context():
        use_cases().perform_import(run_id)
    answer = browser.get(f"{HARVEST_PAGE}/imports/{run_id}", headers={"Accept": "application/json"})
    run = answer.get_json()
    assert run["status"] == "finished"
    assert len(host.stamps()) == run["imported"] > 0
    with host.app.app_context():
        owners = set(host.db.session.scalars(sa.select(host.Log.member)))
    assert owners == {host.members[0].id}


def test_pages_of_every_kind_are_drawn_where_nothing_may_be_undefined(
    host: SecondHost, browser: Client, harvest: LocalHarvest
) -> None:
    """Every kind of page renders where Jinja refuses undefined values."""
    assert browser.get(HARVEST_PAGE, buffered=True).status_code == 200
    connect(browser, harvest)
    assert "Save mappings" in browser.get(HARVEST_PAGE, buffered=True).text
    assert browser.get(f"{HARVEST_PAGE}/mappings").status_code == 200
    assert post(browser, "/imports", **{"from": "", "to": "x"}).status_code == 422
    assert browser.get(f"{HARVEST_PAGE}/imports/{'0' * 32}").status_code == 404


def test_without_a_token_nothing_is_done_though_the_host_does_not_look(
    host: SecondHost, browser: Client, harvest: LocalHarvest
) -> None:
    """A form without the token is refused in a host without CSRFProtect."""
    connect(browser, harvest)
    assert browser.post(f"{HARVEST_PAGE}/disconnect").status_code == 400
    assert "Connected" in browser.get(HARVEST_PAGE, buffered=True).text


def test_widgets_in_a_hosts_page_leave_its_transaction_alone(
    host: SecondHost, browser: Client, harvest: LocalHarvest
) -> None:
    """The widgets leave alone what the host's page wrote before them and commits after them."""
    connect(browser, harvest)
    assert "Connected to Studio Lindqvist" in text_of(browser.get(f"{PREFIX}/rename").text)
    assert host.stamps() == [1]


def test_widgets_are_shown_without_a_status_where_the_plugin_breaks(
    host: SecondHost, browser: Client, harvest: LocalHarvest
) -> None:
    """Where the plugin's tables are missing, the widgets still render in the host's page."""
    connect(browser, harvest)
    with host.app.app_context():
        host.db.metadata.tables["workroom_harvest_runs"].drop(host.db.engine)
    page = browser.get(f"{PREFIX}/rename")
    assert page.status_code == 200
    assert "Harvest" in text_of(page.text)
    assert "onnected" not in text_of(page.text)
    assert host.stamps() == [1]
    answer = browser.get(HARVEST_PAGE)
    assert answer.status_code == 503
    assert "Ask whoever runs Workroom to run the migrations" in text_of(answer.text)


def test_a_host_may_set_a_policy_of_its_own_first(host: SecondHost, browser: Client) -> None:
    """A host's own Content-Security-Policy is kept, and the other headers are added."""

    @host.app.before_request
    def own_policy() -> None:
        @after_this_request
        def add(response: Response) -> Response:
            response.headers["Content-Security-Policy"] = "default-src 'self'"
            return response

    page = browser.get(HARVEST_PAGE)
    assert page.headers.getlist("Content-Security-Policy") == ["default-src 'self'"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_a_studio_for_which_the_host_breaks_does_not_stop_the_others_night(
    host: SecondHost, browser: Client, harvest: LocalHarvest
) -> None:
    """A host's error for one studio stops no other night, and its own goes on later."""
    connect(browser, harvest)
    table = host.db.metadata.tables["workroom_harvest_connections"]
    with host.app.app_context():
        (row,) = host.db.session.execute(sa.select(table)).mappings()
        since = datetime.now(UTC) - timedelta(days=3)
        host.db.session.execute(table.update().values(automated_since=since))
        # First in the table's order, and first to be looked at.
        other = {**row, "studio_id": "0-broken", "id": "f" * 32, "automated_since": since}
        host.db.session.execute(table.insert().values(other))
        host.db.session.commit()
        host.broken = {"0-broken"}
        assert use_cases().dispatch_due().started == 2
        runs = host.db.metadata.tables["workroom_harvest_runs"]
        found = host.db.session.execute(sa.select(runs.c.studio_id, runs.c.id)).all()
        ids = {row.studio_id: row.id for row in found}
        with pytest.raises(LookupError):
            use_cases().perform_import(ids.pop("0-broken"))
        (run_id,) = ids.values()
        run = use_cases().perform_import(run_id)
        assert run is not None
        assert run.is_over
