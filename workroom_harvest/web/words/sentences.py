"""How a sentence takes its data: numbers in the reader's way, each with what it counts."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from workroom_harvest.web.words.language import Language


class Counted(int):
    """A number in a sentence. Its form names what it counts, one and several: `# hour|# hours`.

    `#` is the number. A form without it is a word that only depends on the number: `is|are`. A
    language has as many words, in this order, as CLDR's plural rules give it.
    """

    language: Language

    def __new__(cls, number: int, language: Language) -> "Counted":
        """Return the number for sentences of that language."""
        made = super().__new__(cls, number)
        made.language = language
        return made

    def __format__(self, form: str) -> str:
        """Return the number, or the word of the form that fits it."""
        shown = self.language.number(int(self))
        if not form:
            return shown
        words = form.split("|")
        return words[min(self.language.plural(int(self)), len(words) - 1)].replace("#", shown)


class Text(str):
    """A text in a sentence, as it is; what a form counts must be a number, and this may be none."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """Return the text."""
        return str(self)


def filled(sentence: str, data: Mapping[str, Any], language: Language) -> str:
    """Return a sentence of that language with its data.

    If any of the data is markup, so is the sentence, and the other data is escaped.
    """
    words = {name: _word(one, language) for name, one in data.items()}
    if any(hasattr(one, "__html__") for one in words.values()):
        return Markup(sentence).format(**words)  # noqa: S704 because sentences are ours
    return sentence.format(**words)


def _word(datum: Any, language: Language) -> Any:
    if hasattr(datum, "__html__"):
        return datum
    if isinstance(datum, int):
        return Counted(datum, language)
    return Text(datum)
