"""`make pictures`: everything is started, the guide is walked in a browser, and pictures are taken.

All of them go to `.gallery`, with a page `index.html` that shows them; the README's go to
`docs/images`. It takes three or four minutes.
"""

import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from demo.console import Console, standard
from demo.processes import ChildFailedError
from demo.services import CannotStartError, start_all
from tests.browser.conftest import ARGUMENTS, HOW, program
from tests.support.pictures import fresh, lived
from tests.support.pictures.gallery import Gallery, Part
from tests.support.pictures.person import Person

GALLERY, IMAGES = Path(".gallery"), Path("docs/images")
KEPT = {
    "to-do-wide": Part(),
    "mapping-chosen-wide": Part("#mappings"),
    "result-wide": Part("[aria-labelledby=wh-sync]", None),
    "corrections-wide": Part(height=850),
    "hours-dark": Part(height=800),
    "to-do-narrow": Part("h1"),
    "result-german": Part("[aria-labelledby=wh-sync]", None),
    "result-narrow": Part("[aria-labelledby=wh-sync]"),
    "story-narrow": Part("h1"),
}
"""The pictures of the README."""


def main() -> int:
    """Take all pictures, and return the exit status."""
    console, path = standard(), program()
    if path is None:
        print(f"There is no browser. {HOW}", file=sys.stderr)
        return 1
    # Otherwise what is started outlives a kill.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with ExitStack() as cleanup:
            folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory()))
            running = start_all(folder, console, cleanup)
            gallery = Gallery(GALLERY, IMAGES, KEPT)
            playwright = cleanup.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            cleanup.callback(browser.close)
            for name, scenes in (("A month", lived), ("The guide", fresh)):
                context = browser.new_context(locale="en-GB", reduced_motion="reduce")
                context.set_default_timeout(20_000)
                with console.step(name, "in pictures "):
                    scenes.picture_all(Person(context.new_page(), running, _take(gallery, console)))
                context.close()
            gallery.finish()
    except (ChildFailedError, CannotStartError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    console.line(f"\n{len(gallery.names)} states in {GALLERY}/index.html")
    return 0


def _take(gallery: Gallery, console: Console) -> Callable[[Page, str], None]:
    """Return what takes the pictures of a page, and shows that it goes on."""

    def take(page: Page, name: str) -> None:
        gallery.take(page, name)
        console.alive()

    return take


if __name__ == "__main__":
    sys.exit(main())
