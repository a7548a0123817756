"""Measures how soon a result is shown once an import is done, `python -m benchmarks.shown`.

A small studio imports by a click in a browser, from a Harvest that answers at once or takes a
while. All times are of this machine's one clock. Without a Chromium there are no figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Page, sync_playwright

from benchmarks.figures import Figure
from benchmarks.servers import Servers, run_alone, workroom
from demo.__main__ import MAPPINGS
from demo.walk import PAGE
from tests.browser.conftest import ARGUMENTS, program
from tests.support.running_system import RunningSystem
from workroom_harvest.current import use_cases

EMAIL = "elin@lindqvist.example"
LATENCIES = (0.0, 0.2, 1.5)
"""Seconds before each answer of Harvest's API."""

ROUNDS = 7
NOTE_TIMES = """addEventListener("submit", () => sessionStorage.setItem("clicked", Date.now()));
new MutationObserver(() => {
    if (!window.shown && document.querySelector("#wh-panel.wh-finished")) window.shown = Date.now();
}).observe(document, { subtree: true, childList: true, attributes: true });"""
"""Has a page note when a form was sent, and when it first showed a result, in milliseconds."""


@dataclass(frozen=True)
class Seconds:
    """Seconds from the click until the import was done, and from then until it was shown."""

    done: float
    shown: float
    polls: int


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield for each latency the seconds between the end of an import and its result."""
    if program() is None:
        return
    url = servers.new_database("SQLite")
    with RunningSystem(servers.new_folder(), url, servers.redis_url) as system:
        system.worker()
        elin = system.walker(EMAIL)
        elin.connect(EMAIL, "Studio Lindqvist")
        elin.map(MAPPINGS)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
            page = chromium.new_page()
            page.add_init_script(NOTE_TIMES)
            _sign_in(page, system)
            for latency in LATENCIES:
                system.configure_harvest(latency=latency)
                rounds = [_import(page, system) for _ in range(ROUNDS + 1)][1:]
                later = [one.shown for one in rounds]
                done, polls = (
                    median(getattr(one, name) for one in rounds) for name in ("done", "polls")
                )
                yield Figure(
                    "",
                    f"Harvest at {latency * 1000:.0f} ms, from the end to the result",
                    f"{median(later):.2f} s, at most {max(later):.2f}",
                    f"done {done:.2f} s after the click, asked {polls:.0f} times",
                    "at most 0.25",
                )
            chromium.close()


def _sign_in(page: Page, system: RunningSystem) -> None:
    page.goto(f"{system.workroom_url}/sign-in")
    page.fill("#email", EMAIL)
    page.fill("#password", "workroom")
    page.click("main button")


def _import(page: Page, system: RunningSystem) -> Seconds:
    """Import once more, and return what it took."""
    page.goto(system.workroom_url + PAGE)
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.resource_type == "fetch" else None,
    )
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_url("**/imports/*")
    page.wait_for_function("() => window.shown")
    clicked, shown = page.evaluate("[Number(sessionStorage.getItem('clicked')), window.shown]")
    studio_id, run_id = "1", page.url.rsplit("/", 1)[1]
    with workroom(system):
        ended = use_cases().show_run(studio_id, run_id).ended_at
    assert ended is not None, run_id
    done = ended.timestamp() * 1000
    return Seconds((done - clicked) / 1000, (shown - done) / 1000, len(asked))


if __name__ == "__main__":
    run_alone(figures)
