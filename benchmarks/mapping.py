"""Measures the mapping table with 2,000 rows of either kind, `python -m benchmarks.mapping`.

Everything has the same name on both sides, and nothing is mapped at first. Without a Chromium the
figures of the browser are left out.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page, sync_playwright
from werkzeug.test import TestResponse

from benchmarks.figures import Figure
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from benchmarks.statements import counted
from demo.walk import PAGE, fields
from demo.workroom.seed import PASSWORD
from tests.browser.conftest import ARGUMENTS, program
from tests.support.big_account import connect_only, names_of
from tests.support.running_system import RunningSystem
from tests.support.studio import WholePages

MANY = 2_000
EMAIL = "elin@lindqvist.example"
SEARCH = "#wh-search"


@dataclass(frozen=True)
class Reply:
    """What a request took: seconds by the clock, SQL statements, and the bytes of its answer."""

    seconds: float
    statements: int
    answer: TestResponse

    def __str__(self) -> str:
        size = len(self.answer.get_data()) / 1000
        return f"{self.seconds:.2f} s, {self.statements} statements, {size:.0f} kB"


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield weight, server time and statements, a save of all rows, and the browser's times."""
    for kind in DATABASES:
        options = ("--projects", str(MANY), "--tasks", str(MANY))
        with servers.system(kind, 0, *options) as system:
            connect_only(system, system.environment["DATABASE_URL"], *names_of(MANY, MANY))
            if kind == DATABASES[0] and program() is not None:
                yield from _in_a_browser(system)
            yield from _on_the_server(kind, system)


def _on_the_server(kind: str, system: RunningSystem) -> Iterator[Figure]:
    with workroom(system) as app:
        browser = WholePages(app)
        token = fields(browser.get("/sign-in").text).token
        form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
        browser.post("/sign-in", data=form)
        page = _timed(lambda: browser.get(PAGE))
        accept = {"Accept": "application/json"}
        rows = _timed(lambda: browser.get(f"{PAGE}/mappings", headers=accept))
        scripts = sum(
            files("workroom_harvest").joinpath("web", "static", name).stat().st_size  # type: ignore[attr-defined]  # because it is a path
            for name in ("harvest.js", "harvest.css")
        )
        weight = sum(len(one.answer.get_data()) for one in (page, rows)) + scripts
        yield Figure(
            kind,
            f"the page with {MANY:,} projects and {MANY:,} tasks",
            f"{weight / 1000:.0f} kB",
            f"page {page}; rows {rows}; script and styles {scripts / 1000:.0f} kB",
            "at most 500 kB",
        )
        tables: dict[str, list[list[Any]]] = rows.answer.get_json()
        chosen = {f"{name}-{row[0]}": row[4] for name, table in tables.items() for row in table}
        token = fields(page.answer.text).token
        saved = _timed(
            lambda: browser.post(f"{PAGE}/mappings", data={**chosen, "csrf_token": token})
        )
        assert saved.answer.status_code == 303, saved.answer.status
        yield Figure(
            kind, f"one save of {len(chosen):,} rows", f"{saved.seconds:.2f} s", str(saved)
        )
        again = _timed(lambda: browser.get(PAGE))
        yield Figure(kind, "the page with all of them mapped", f"{again.seconds:.2f} s", str(again))


def _timed(request: Callable[[], TestResponse]) -> Reply:
    with counted() as statements:
        begun = time.perf_counter()
        answer = request()
        seconds = time.perf_counter() - begun
    return Reply(seconds, len(statements), answer)


def _in_a_browser(system: RunningSystem) -> Iterator[Figure]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        page = chromium.new_page()
        page.goto(f"{system.workroom_url}/sign-in")
        page.fill("input[name=email]", EMAIL)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        opened = _until_the_first_key(page, system.workroom_url + PAGE)
        page.wait_for_selector("nav.wh-pages button")
        page.wait_for_load_state("networkidle")
        key = page.evaluate(
            f"""() => {{
                const search = document.querySelector("{SEARCH}");
                search.value = "project 17";
                const begun = performance.now();
                search.dispatchEvent(new Event("input"));
                document.body.offsetHeight;
                return performance.now() - begun;
            }}"""
        )
        yield Figure(
            "",
            "from opening the page to the answer to the first key",
            f"{opened:.2f} s",
            f"each later key {key:.0f} ms, drawn",
        )
        chromium.close()


def _until_the_first_key(page: Page, address: str) -> float:
    """Return the seconds from opening the page until a key in the search has narrowed the table."""
    page.goto(address)
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".wh-filters:not([hidden])")
    page.type(SEARCH, "7")
    page.locator("[data-count]", has_text="shown").first.wait_for()
    return time.perf_counter() - begun


if __name__ == "__main__":
    run_alone(figures)
