"""Catalogues of translations that a host keeps in a folder of its own."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po

from workroom_harvest.web.words.translations import DOMAIN


def write_translations(folder: Path, locale: str, sentences: Mapping[str, str]) -> None:
    """Write the translations of English sentences where a host would keep those of the locale."""
    catalogue = Catalog(locale=locale, domain=DOMAIN)
    for english, translated in sentences.items():
        catalogue.add(english, translated)
    file = folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_po(written, catalogue)
