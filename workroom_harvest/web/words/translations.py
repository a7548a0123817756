"""The languages besides English, by Babel and the catalogues in `web/translations`.

Babel comes with Flask-Babel: only a host that has it knows its reader's language. A catalogue is
read as translators write it, once for each process, so that nothing has to be compiled.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from workroom_harvest.web.words.language import English, Language

DOMAIN = "workroom_harvest"
OURS = Path(__file__).parents[1] / "translations"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories, in the order in which a sentence names their words."""


class Translated(Language):
    """A language that has a catalogue."""

    def __init__(self, locale: Locale, sentences: Mapping[str, str]) -> None:
        self.code = str(locale).replace("_", "-")
        self._locale = locale
        self._sentences = sentences
        tags = {*locale.plural_form.tags, "other"}
        self._categories = [one for one in CATEGORIES if one in tags]

    def sentence(self, english: str) -> str:
        """Return the sentence of the catalogue, or the English one where it has none."""
        return self._sentences.get(english) or english

    def plural(self, number: int) -> int:
        """Return the place of the number's category among those of the language."""
        return self._categories.index(self._locale.plural_form(number))

    def number(self, number: int) -> str:
        """Return the number with the language's grouping."""
        return str(format_decimal(number, locale=self._locale))

    def numeral(self, decimal: str) -> str:
        """Return the number with its digits and the language's decimal sign."""
        digits = len(decimal.partition(".")[2])
        form = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return str(format_decimal(Decimal(decimal), form, locale=self._locale))

    def day(self, day: date) -> str:
        """Return the day in the language's medium form."""
        return str(format_date(day, "medium", locale=self._locale))

    def time(self, time: time, *, seconds: bool) -> str:
        """Return the time in the language's short or medium form."""
        return str(format_time(time, "medium" if seconds else "short", locale=self._locale))


def language(locale: Locale, folders: Sequence[str] = ()) -> Language:
    """Return the language of a locale: English where no catalogue is for it.

    `folders` are a host's own folders of translations. A file there,
    `<locale>/LC_MESSAGES/workroom_harvest.po`, adds a language or says a sentence otherwise.
    """
    return _language(str(locale), tuple(folders))


@lru_cache(maxsize=64)
def _language(name: str, folders: tuple[str, ...]) -> Language:
    locale = Locale.parse(name)
    wider = [locale.language, *([name] if name != locale.language else [])]
    files = [
        folder / one / "LC_MESSAGES" / f"{DOMAIN}.po"
        for folder in (OURS, *map(Path, folders))
        for one in wider
    ]
    sentences: dict[str, str] = {}
    for file in files:
        if file.is_file():
            sentences |= _sentences(file)
    return Translated(locale, sentences) if sentences else English()


def _sentences(file: Path) -> Mapping[str, str]:
    with file.open("rb") as written:
        catalogue = read_po(written)
    return {
        str(one.id): str(one.string) for one in catalogue if one.id and one.string and not one.fuzzy
    }
