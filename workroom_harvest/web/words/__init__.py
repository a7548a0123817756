"""The reader's words: every sentence, day, time and number that a person reads goes through here.

Sentences are written in English in the code, and looked up in the catalogue of the reader's
language as with gettext: `say()` says one at once, and `N_()` marks one that is said later.
"""

from workroom_harvest.web.words.reader import (
    ENGLISH,
    Reader,
    day,
    moment,
    number,
    numeral,
    reader,
    reading,
    say,
    start_reading,
    stop_reading,
    time_of,
)

__all__ = [
    "ENGLISH",
    "N_",
    "Reader",
    "day",
    "moment",
    "number",
    "numeral",
    "reader",
    "reading",
    "say",
    "start_reading",
    "stop_reading",
    "time_of",
]


def N_(sentence: str) -> str:  # noqa: N802 because this is its name with gettext
    """Return the sentence as it is: it is marked for translation, and looked up when it is said."""
    return sentence
