"""Sentences that wait in the session for the next page.

Not Flask's flashes: a host's layout shows those too, and one of both would come up empty.

Sessions are cookies as a rule, and browsers drop one that is too long without a word: the notice
would be lost, and whatever else the answer wrote into the session. So all that waits is measured as
the cookie would carry it, beside what the host keeps there.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import Response, current_app, session
from flask.sessions import SecureCookieSessionInterface

_KEY = "workroom_harvest_notices"
MOST_WAITING = 6
MOST_NAMES = 10
LONGEST_NAME = 96
"""Bytes in UTF-8: a Chinese character takes three."""

LONGEST_COOKIE = 4_000
"""Bytes, its name and attributes included: browsers take 4,093, and a host may add to it yet."""

log = logging.getLogger(__name__)


class Notice(NamedTuple):
    """A sentence of a `kind`, `success`, `info` or `problem`, names behind it, `more` left out."""

    kind: str
    sentence: str
    names: Sequence[str] = ()
    more: int = 0


class _Scratch(Response):
    """An answer to nobody, which does not warn of cookies that are too long."""

    max_cookie_size = 0


def say(sentence: str, *, kind: str = "success", names: Sequence[str] = ()) -> None:
    """Show a sentence on the next page, with the first ten names behind it, cut if long.

    Where all that waits is too long for the cookie, names and older sentences give way to it.
    """
    shown = [_cut(name, LONGEST_NAME) for name in names[:MOST_NAMES]]
    newest = Notice(kind, sentence, shown, len(names) - len(shown))
    former = [Notice(*waiting) for waiting in session.get(_KEY, [])]
    for waiting in _shorter([*former[1 - MOST_WAITING :], newest]):
        session[_KEY] = [list(notice) for notice in waiting]
        if _cookie_size() <= LONGEST_COOKIE:
            return
    del session[_KEY]
    log.warning("no room for a notice in the session's cookie: %s", sentence[:200])


def said() -> list[Notice]:
    """What waits, which is gone then."""
    return [Notice(*waiting) for waiting in session.pop(_KEY, [])]


def _shorter(waiting: list[Notice]) -> Iterator[list[Notice]]:
    """All of it, then less and less: at last half a sentence of the newest."""
    yield waiting
    for index, notice in enumerate(waiting[:-1]):
        waiting = [*waiting[:index], _with_names(notice, 0), *waiting[index + 1 :]]
        yield waiting
    *older, newest = waiting
    for gone in range(1, len(older) + 1):
        yield [*older[gone:], newest]
    for count in reversed(range(len(newest.names))):
        yield [_with_names(newest, count)]
    length = len(newest.sentence.encode())
    while length > 50:
        length //= 2
        yield [_with_names(newest, 0)._replace(sentence=_cut(newest.sentence, length))]


def _with_names(notice: Notice, count: int) -> Notice:
    left_out = len(notice.names) - count
    return notice._replace(names=notice.names[:count], more=notice.more + left_out)


def _cut(text: str, most: int) -> str:
    """The text in so many bytes of UTF-8 at most."""
    whole = text.encode("utf-8", "replace")
    if len(whole) <= most:
        return whole.decode()
    return whole[: most - 3].decode(errors="ignore") + "…"


def _cookie_size() -> int:
    """Bytes of the session's cookie as it would go out now; 0 where it is kept on the server."""
    interface = current_app.session_interface
    if not isinstance(interface, SecureCookieSessionInterface):
        return 0
    answer = _Scratch()
    interface.save_session(current_app, session, answer)
    return sum(len(cookie) for cookie in answer.headers.getlist("Set-Cookie"))
