"""Brings the catalogues up to date with the sentences in the code: `python -m tests.support.words`.

A sentence that is new in the code comes without a translation, and one that has left it goes.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from workroom_harvest.web.words.translations import DOMAIN, OURS

WEB = Path(__file__).parents[2] / "workroom_harvest/web"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"say": None, "N_": None}
WIDTH = 100


def sentences() -> Catalog:
    """Return a catalogue of every sentence in the code, without translations."""
    found = Catalog(domain=DOMAIN)
    for _, _, sentence, _, _ in extract_from_dir(WEB, METHODS, keywords=KEYWORDS):
        found.add(sentence)
    return found


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Yield each catalogue of ours with its file."""
    for file in sorted(OURS.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with file.open("rb") as written:
            yield file, read_po(written, locale=file.parts[-3])


def update() -> None:
    """Write each catalogue anew with the sentences of now."""
    found = sentences()
    for file, catalogue in catalogues():
        kept = {one.id: one.string for one in catalogue if one.id and one.string}
        fresh = Catalog(locale=catalogue.locale, domain=DOMAIN)
        fresh.header_comment = catalogue.header_comment
        for one in found:
            if one.id:
                fresh.add(one.id, kept.get(one.id, ""))
        with file.open("wb") as written:
            write_po(written, fresh, width=WIDTH, sort_output=True, omit_header=True)


if __name__ == "__main__":
    update()
