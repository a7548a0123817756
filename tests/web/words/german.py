"""A reader of German who knows a few sentences."""

from collections.abc import Mapping

from babel import Locale

from workroom_harvest.web.words import Reader
from workroom_harvest.web.words.translations import Translated


def german(sentences: Mapping[str, str]) -> Reader:
    """Return a reader for whom these English sentences are said in German, and all else as is."""
    return Reader(Translated(Locale("de"), sentences))
