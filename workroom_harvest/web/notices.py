"""Sentences that wait in the session for the next page.

Not Flask's flashes: a host's layout shows those too, and one of both would come up empty.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flask import session

_KEY = "workroom_harvest_notices"
MOST_WAITING = 6
MOST_NAMES = 10
LONGEST_NAME = 60
"""Sessions are cookies, and browsers drop one of more than 4 kB without a word."""


class Notice(NamedTuple):
    """A sentence of a `kind`, `success`, `info` or `problem`, names behind it, `more` left out."""

    kind: str
    sentence: str
    names: Sequence[str] = ()
    more: int = 0


def say(sentence: str, *, kind: str = "success", names: Sequence[str] = ()) -> None:
    """Show a sentence on the next page, with the first ten names behind it, cut if long."""
    shown = [
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        for name in names[:MOST_NAMES]
    ]
    notice = Notice(kind, sentence, shown, max(0, len(names) - MOST_NAMES))
    session[_KEY] = [*session.get(_KEY, [])[1 - MOST_WAITING :], list(notice)]


def said() -> list[Notice]:
    """What waits, which is gone then."""
    return [Notice(*waiting) for waiting in session.pop(_KEY, [])]
