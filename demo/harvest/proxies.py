"""Answers of others that stand between a client and Harvest, and speak in its place.

What such answers look like in the wild: a browser check, a guest network's sign-in, a page of
maintenance, a company's filter, a gateway or a service of somebody else's with errors in JSON, a
store's errors in XML. None has Harvest's own form; some come near it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response

HTML, JSON, XML = "text/html", "application/json", "application/xml"
ELSEWHERE = "http://portal.invalid/login"
"""Where a redirect of theirs leads: nobody has that name."""


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def _portal(_: HTTPStatus) -> str:
    form = f'<form method="post" action="{ELSEWHERE}"><input name="room"></form>'
    return _page("Welcome to our network", f"Sign in to go on. {form}")


def _framework(status: HTTPStatus) -> str:
    """As one framework words every error; it has two of the keys of Harvest's own 404."""
    return json.dumps(
        {
            "timestamp": "2026-03-02T02:00:00.000+00:00",
            "status": status.value,
            "error": status.phrase,
            "path": "/v2",
        }
    )


def _errors(status: HTTPStatus) -> str:
    return json.dumps({"errors": [{"status": str(status.value), "title": status.phrase}]})


FORMS: dict[str, tuple[str, Callable[[HTTPStatus], str]]] = {
    "challenge": (HTML, lambda _: _page("Just a moment...", "Checking your browser.")),
    "portal": (HTML, _portal),
    "maintenance": (HTML, lambda _: _page("We will be back soon", "Planned maintenance.")),
    "blocked": (HTML, lambda _: _page("Access denied", "Web filter: uncategorised site.")),
    "gateway": (JSON, lambda status: json.dumps({"message": status.phrase})),
    "unauthorized": (JSON, lambda _: json.dumps({"error": "unauthorized"})),
    "errors": (JSON, _errors),
    "framework": (JSON, _framework),
    "xml": (XML, lambda _: "<Error><Code>AccessDenied</Code><Message>Denied</Message></Error>"),
    "blank": (HTML, lambda _: ""),
}
"""Media type and body of each form; the body may name the status."""
HEADERS = {"challenge": {"Server": "cloudflare", "CF-RAY": "8f00f00d-ARN"}}

_KIND = re.compile(rf"({'|'.join(FORMS)})-([2-5][0-9][0-9])(-after)?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who answers: in which form, with which status, and whether Harvest had its turn before.

    By default Harvest never sees the request: nothing is counted there, nothing is used up. With
    `after` it did what was asked, and the proxy puts its own answer in the place of Harvest's.
    """

    form: str
    status: HTTPStatus
    after: bool

    @classmethod
    def parse(cls, kind: str) -> "Proxy | None":
        """From `form-status` or `form-status-after`; None where it is neither."""
        found = _KIND.fullmatch(kind)
        if found is None or int(found[2]) not in set(HTTPStatus):
            return None
        return cls(found[1], HTTPStatus(int(found[2])), found[3] is not None)

    def answer(self) -> Response:
        """What the client gets."""
        media_type, body = FORMS[self.form]
        response = Response(body(self.status), self.status.value, mimetype=media_type)
        response.headers.update(HEADERS.get(self.form, {}))
        if 300 <= self.status < 400:
            response.headers["Location"] = ELSEWHERE
        return response
