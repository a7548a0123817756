"""What a page says that was not said in the reader's language.

Each sentence of a pseudo-language stands in brackets, so that letters outside of them, which are
no data, are words that the code or a template wrote by itself.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser

from babel.messages import Catalog

OPEN, CLOSE = "⟦", "⟧"
PAGE = "wh"
"""The class of the plugin's part of a page of its own."""

PARTS = frozenset({"wh-entry", "wh-tile"})
"""The classes of its parts in a host's pages."""

DATA = frozenset({"bdi", "q", "time", "script", "style"})
"""The elements in which stand names, texts and times, or nothing that is read."""

ATTRIBUTES = frozenset({"alt", "aria-label", "data-label", "label", "placeholder", "title"})
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
LETTERS = re.compile(r"[^\W\d_]")
IDS = re.compile(r"\b[0-9a-f]{8,32}\b")
STORED = frozenset({"data-reason", "data-stage"})
"""The attributes by which the script knows what it shows."""


def pseudo(found: Catalog) -> Mapping[str, str]:
    """Return each English sentence in the pseudo-language, with its data and forms as they are."""
    return {str(one.id): f"{OPEN}{one.id}{CLOSE}" for one in found if one.id}


def unsaid(html: str, names: Collection[str]) -> list[str]:
    """Return what a page in the pseudo-language says outside of its sentences and its data.

    `names` are the data that stand in no element of their own. Only what is the plugin's counts:
    its part of the page and, if the page is one of its own, the title.
    """
    page = _Page()
    page.feed(html)
    page.close()
    texts = [page.text, *page.apart, *([page.title] if page.is_ours else [])]
    found = {piece for text in texts for piece in _outside(text) if _says(piece, names)}
    return sorted({" ".join(piece.split()) for piece in found})


class _Page(HTMLParser):
    """The visible text of a page, and what its attributes and its script say apart from that."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.title = ""
        self.apart: list[str] = []
        self.is_ours = False
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        _, is_ours, is_data = self._open[-1] if self._open else ("", False, False)
        classes = values.get("class", "").split()
        self.is_ours = self.is_ours or PAGE in classes
        is_ours = is_ours or PAGE in classes or not PARTS.isdisjoint(classes)
        is_data = is_data or tag in DATA
        if is_ours and not is_data:
            self.apart += [one for name, one in values.items() if _is_read(tag, name, values)]
        if tag not in VOID:
            self._open.append((tag, is_ours, is_data))
        self.text += "\0"

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self.text += "\0"

    def handle_data(self, data: str) -> None:
        tag, is_ours, is_data = self._open[-1] if self._open else ("", False, False)
        if tag == "title":
            # The host's own name stands behind ours.
            self.title = data.rpartition(" · ")[0]
        elif tag == "script" and is_ours:
            self.apart += json.loads(data).get("sentences", {}).values()
        elif is_ours and not is_data:
            self.text += data


def _is_read(tag: str, name: str, values: Mapping[str, str]) -> bool:
    """Return whether people read an attribute, or a script shows it to them."""
    if name in ATTRIBUTES:
        return True
    if name == "value":
        return tag == "input" and values.get("type") in {"button", "reset", "submit"}
    return name.startswith("data-") and name not in STORED and " " in values[name].strip()


def _outside(text: str) -> Iterator[str]:
    """Yield the pieces of a text that stand in no sentence."""
    depth, piece = 0, ""
    for sign in text:
        if depth == 0 and sign not in f"\0{OPEN}":
            piece += sign
        else:
            yield piece
            piece = ""
        depth += {OPEN: 1, CLOSE: -1}.get(sign, 0)
    yield piece
    if depth:
        yield "a sentence that was cut"


def _says(piece: str, names: Collection[str]) -> bool:
    left = IDS.sub("", piece)
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, "")
    return LETTERS.search(left) is not None
