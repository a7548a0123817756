"""Notices: sentences that the session keeps for the next page.

Flask's own flashes are not used, because a host's layout shows those as well, and takes them first.

Sessions are usually cookies, and a browser drops a cookie that is too long without an error. The
notice would be lost, and so would everything else that the answer wrote into the session. So the
waiting notices are measured as the cookie would carry them, together with what the host keeps
there.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import Response, current_app, session
from flask.sessions import SecureCookieSessionInterface

SESSION_KEY = "workroom_harvest_notices"
MOST_WAITING = 6
"""The most notices that wait in a session."""

MOST_NAMES = 10
"""The most names that follow a sentence."""

LONGEST_NAME = 96
"""The most bytes of a name in UTF-8, in which a Chinese character takes three."""

LONGEST_COOKIE = 4_000
"""The most bytes of the cookie, with its name and attributes.

Browsers accept 4,093, and a host may still add to it.
"""

log = logging.getLogger(__name__)


class Notice(NamedTuple):
    """A sentence of the kind `success`, `info` or `problem`, followed by `names`.

    `more` is how many names were left out. `leads_to` is an endpoint of ours to which the notice
    has a link, or empty.
    """

    kind: str
    sentence: str
    names: Sequence[str] = ()
    more: int = 0
    leads_to: str = ""


class _MeasuringResponse(Response):
    """A response that is never sent, and does not warn of cookies that are too long."""

    max_cookie_size = 0


def add_notice(
    sentence: str, *, kind: str = "success", names: Sequence[str] = (), leads_to: str = ""
) -> None:
    """Show a sentence on the next page, followed by the first ten names, cut if they are long.

    If the waiting notices are too long for the cookie, names and older sentences are dropped first.
    """
    shown = [_cut(name, LONGEST_NAME) for name in names[:MOST_NAMES]]
    newest = Notice(kind, sentence, shown, len(names) - len(shown), leads_to)
    former = [Notice(*waiting) for waiting in session.get(SESSION_KEY, [])]
    for waiting in _ever_shorter([*former[1 - MOST_WAITING :], newest]):
        session[SESSION_KEY] = [list(notice) for notice in waiting]
        if _cookie_size() <= LONGEST_COOKIE:
            return
    del session[SESSION_KEY]
    log.warning("no room for a notice in the session's cookie: %s", sentence[:200])


def take_notices() -> list[Notice]:
    """Return the waiting notices, and remove them from the session."""
    return [Notice(*waiting) for waiting in session.pop(SESSION_KEY, [])]


def _ever_shorter(waiting: list[Notice]) -> Iterator[list[Notice]]:
    """Yield all notices, then fewer and shorter ones, and at last a part of the newest sentence."""
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
    """Return the text, cut to `most` bytes of UTF-8."""
    whole = text.encode("utf-8", "replace")
    if len(whole) <= most:
        return whole.decode()
    return whole[: most - 3].decode(errors="ignore") + "…"


def _cookie_size() -> int:
    """Return the bytes of the session's cookie as it is now.

    It is 0 if sessions stay on the server.
    """
    interface = current_app.session_interface
    if not isinstance(interface, SecureCookieSessionInterface):
        return 0
    answer = _MeasuringResponse()
    interface.save_session(current_app, session, answer)
    return sum(len(cookie) for cookie in answer.headers.getlist("Set-Cookie"))
