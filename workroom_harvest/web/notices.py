"""Sentences that wait in the session for the next page.

Not Flask's flashes: a host's layout shows those too, and one of both would come up empty.
"""

from typing import cast

from flask import session

_KEY = "workroom_harvest_notices"


def say(sentence: str, *, kind: str = "success") -> None:
    """Show a sentence on the next page; `kind` is `success` or `problem`."""
    session[_KEY] = [*session.get(_KEY, [])[-9:], [kind, sentence]]


def said() -> list[tuple[str, str]]:
    """Kinds and sentences, which are gone then."""
    return cast(list[tuple[str, str]], session.pop(_KEY, []))
