"""What is wrong with a page whatever it says: axe's findings, and what is wider than the screen."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NARROW = 360
"""The width in pixels of a narrow screen."""

WIDER = """most => [...document.querySelectorAll("main *")]
  .filter(one => !one.closest(".wh-wide:not(:has(.wh-stacks)), .scroll") && !one.closest(".wh-sr"))
  .filter(one => one.getBoundingClientRect().right > most + 1)
  .map(one => one.outerHTML.slice(0, 120))"""
"""The elements that reach beyond a width, but for those in a table's own scroll area.

The rows of a table that stacks them are as narrow as the screen, so theirs count.
"""


LEAST = 44
"""The height in pixels of a target that a finger meets."""

LOWER = """least => [...document.querySelectorAll(
    ".wh :is(button, summary, input, select, nav a, .wh-actions a)")]
  .map(one => one.type === "checkbox" ? one.closest("label") ?? one : one)
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - .5)
  .map(one => `${one.getBoundingClientRect().height} px: ${one.outerHTML.slice(0, 120)}`)"""
"""The targets of the plugin's own that are lower than that; links within sentences may be."""


def too_small(page: Page) -> list[str]:
    """Return the targets of the plugin's own that are too low for a finger."""
    found: list[str] = page.evaluate(LOWER, LEAST)
    return found


def faults(page: Page) -> list[str]:
    """Return what axe finds in light and in dark, and what is too wide for a narrow screen."""
    return [*violations(page), *too_wide(page)]


def violations(page: Page) -> list[str]:
    """Return all that axe finds in light and in dark, by rule, with the first place of each."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # The dark scheme changes colours only.
        options = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
        found += [
            f"{scheme}, {one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page, options=options).response["violations"]
        ]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways on a narrow screen; the page keeps its size."""
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 740})
    found: list[str] = page.evaluate(WIDER, NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    if size:
        page.set_viewport_size(size)
    return [*found, *([f"the page is {width} pixels wide"] if width > NARROW else [])]
