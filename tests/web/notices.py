"""A browser that drops cookies that are too long, and an app that adds notices on request."""

from collections.abc import Sequence
from random import Random
from typing import Any

from flask import Flask, request, session
from flask.sessions import SessionInterface
from werkzeug.test import TestResponse

from tests.support.studio import WholePages
from workroom_harvest.web.notices import add_notice, take_notices

MOST_BYTES = 4093
"""The longest cookie, with its name and attributes, that all browsers keep."""


class Pages(WholePages):
    """A browser that silently ignores a cookie that is too long."""

    longest = 0

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request; a cookie that is too long leaves the previous one as it was."""
        kept = self.get_cookie("workroom")
        answer = super().open(*arguments, **options)
        for cookie in answer.headers.getlist("Set-Cookie"):
            self.longest = max(self.longest, len(cookie.encode()))
            if len(cookie.encode()) > MOST_BYTES:
                self.delete_cookie("workroom")
                if kept is not None:
                    self.set_cookie("workroom", kept.value)
        return answer


def host(interface: SessionInterface | None = None) -> Flask:
    """Return an app that fills its session, adds notices and shows them, as a test asks."""
    app = Flask("host")
    # MAX_COOKIE_SIZE=0 only turns Werkzeug's warning off; browsers drop the cookie anyway.
    app.config.from_mapping(
        SECRET_KEY="a secret of the tests", SESSION_COOKIE_NAME="workroom", MAX_COOKIE_SIZE=0
    )
    if interface is not None:
        app.session_interface = interface

    @app.post("/fill")
    def fill() -> str:
        session["host"] = request.get_data(as_text=True)
        return ""

    @app.post("/say")
    def speak() -> str:
        for sentence, names in request.get_json():
            add_notice(sentence, names=names)
        return ""

    @app.get("/")
    def show() -> list[Any]:
        shown = [[one.sentence, list(one.names), one.more] for one in take_notices()]
        return [session.get("host"), shown]

    return app


def noise(size: int) -> str:
    """Return text of this length that cannot be compressed."""
    return "".join(
        Random(size).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN0123456789", k=size)
    )


def cjk(length: int, seed: int) -> str:
    """Return a name of so many Chinese characters, chosen at random by the seed."""
    return "".join(chr(Random(seed * 1000 + n).randrange(0x4E00, 0x9FFF)) for n in range(length))


def notices_shown(
    sentences: Sequence[tuple[str, Sequence[str]]], host_bytes: int = 0
) -> tuple[list[list[Any]], Pages]:
    """Return what a browser shows after all sentences were added in one request, and the browser.

    Each sentence comes with its names. The host keeps `host_bytes` of its own in the session.
    """
    browser = Pages(host())
    filling = noise(host_bytes)
    browser.post("/fill", data=filling)
    browser.post("/say", json=list(sentences))
    kept, shown = browser.get("/").get_json()
    assert kept == filling
    return shown, browser
