"""Pictures of pages in five looks, and a page that shows them side by side."""

import html
import shutil
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Error, Page

SCROLL = """([start, margin]) => scrollTo(
  0, document.querySelector(start).getBoundingClientRect().top + scrollY - margin)"""
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Look:
    """How a page is looked at: the width in pixels, and what the browser prefers.

    In a locale of its own the page is opened anew, so what stood there once, such as a notice or a
    choice that is not saved, is not in the picture.
    """

    width: int = 1120
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    locale: str | None = None


LOOKS: Mapping[str, Look] = {
    "wide": Look(),
    "narrow": Look(width=360),
    "dark": Look(scheme="dark"),
    "forced": Look(forced="active"),
    "german": Look(locale="de-DE"),
}
HEIGHT = 760
"""The height of the window, in pixels."""

MARGIN = 16
"""How much of the page is shown above the part that the README is about, in pixels."""


@dataclass(frozen=True)
class Part:
    """What the README shows of a page: from a CSS selector on, so many pixels.

    Without a height it is as high as what the selector finds.
    """

    start: str = "body"
    height: int | None = HEIGHT


@dataclass
class Gallery:
    """The pictures in a folder; those in `kept` go in parts to `images`, too, for the README."""

    folder: Path
    images: Path
    kept: Mapping[str, Part]
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._parts.mkdir(parents=True)

    @property
    def _parts(self) -> Path:
        return self.folder / "readme"

    def take(self, page: Page, name: str) -> None:
        """Take the pictures of a page as it is now; afterwards it has its usual look again."""
        self.names.append(name)
        for look, chosen in LOOKS.items():
            with _read_in(page, chosen.locale) as shown:
                self._take(shown, name, look)
        self._put_on(page, "wide")

    def _take(self, page: Page, name: str, look: str) -> None:
        self._put_on(page, look)
        path = self.folder / f"{name}-{look}.png"
        # In a lower window than the page, what sticks to its edge would lie over something.
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": LOOKS[look].width, "height": height})
        page.screenshot(path=path, animations="disabled")
        self._put_on(page, look)
        if path.stem in self.kept:
            self._keep(page, self._parts / path.name, look)

    def _keep(self, page: Page, path: Path, look: str) -> None:
        part = self.kept[path.stem]
        box = page.locator(part.start).first.bounding_box()
        height = part.height or int((box or {"height": HEIGHT})["height"]) + 2 * MARGIN
        page.set_viewport_size({"width": LOOKS[look].width, "height": height})
        page.evaluate(SCROLL, [part.start, MARGIN])
        path.write_bytes(smaller(page.screenshot(animations="disabled")))
        page.evaluate("scrollTo(0, 0)")

    def _put_on(self, page: Page, look: str) -> None:
        chosen = LOOKS[look]
        page.set_viewport_size({"width": chosen.width, "height": HEIGHT})
        page.emulate_media(color_scheme=chosen.scheme, forced_colors=chosen.forced)
        # What is focused or pointed at looks otherwise.
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")

    def finish(self) -> None:
        """Write the page that shows all pictures, and put the README's in the place of its former.

        Raise `LookupError` if one of them is missing.
        """
        missing = self.kept.keys() - {path.stem for path in self._parts.iterdir()}
        if missing:
            raise LookupError(f"no picture was taken of {', '.join(sorted(missing))}")
        shutil.rmtree(self.images, ignore_errors=True)
        shutil.copytree(self._parts, self.images)
        rows = (
            f"<h2>{html.escape(name)}</h2>"
            + "".join(f'<img src="{name}-{look}.png" alt="{look}" height="600"> ' for look in LOOKS)
            for name in self.names
        )
        page = "<!doctype html><meta charset=utf-8><title>Gallery</title>" + "\n".join(rows)
        (self.folder / "index.html").write_text(page)


@contextmanager
def _read_in(page: Page, locale: str | None) -> Iterator[Page]:
    """Yield the page as a browser of that locale has it, for whoever is signed in; or as it is."""
    browser = page.context.browser
    if locale is None or browser is None:
        yield page
        return
    known = page.context.storage_state()
    context = browser.new_context(locale=locale, reduced_motion="reduce", storage_state=known)
    shown = context.new_page()
    shown.goto(page.url)
    # The page of an import that is under way goes on asking.
    with suppress(Error):
        shown.wait_for_load_state("networkidle", timeout=2000)
    yield shown
    context.close()


def smaller(png: bytes) -> bytes:
    """Return the same picture, packed as well as zlib can."""
    head, packed, tail = b"", b"", b""
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        chunk = png[place : place + length + 12]
        if chunk[4:8] == b"IDAT":
            packed += chunk[8:-4]
        elif packed:
            tail += chunk
        else:
            head += chunk
        place += length + 12
    data = b"IDAT" + zlib.compress(zlib.decompress(packed), 9)
    found = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return SIGNATURE + head + found + tail
