"""Answers of proxies between a client and Harvest.

They look as such answers do in practice: a browser check, the sign-in of a guest network, a
maintenance page, a company's web filter, errors in JSON of a gateway or another service, errors in
XML of a storage service. None has the form of Harvest's errors; some are close to it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response

HTML, JSON, XML = "text/html", "application/json", "application/xml"
PORTAL_URL = "http://portal.invalid/login"
"""Where redirects lead: no host has this name."""


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )


def _sign_in_page(_: HTTPStatus) -> str:
    form = f'<form method="post" action="{PORTAL_URL}"><input name="room"></form>'
    return _page("Welcome to our network", f"Sign in to go on. {form}")


def _framework_error(status: HTTPStatus) -> str:
    """Return an error of a web framework, which has two of the keys of Harvest's own 404."""
    return json.dumps(
        {
            "timestamp": "2026-03-02T02:00:00.000+00:00",
            "status": status.value,
            "error": status.phrase,
            "path": "/v2",
        }
    )


def _error_list(status: HTTPStatus) -> str:
    return json.dumps({"errors": [{"status": str(status.value), "title": status.phrase}]})


FORMS: dict[str, tuple[str, Callable[[HTTPStatus], str]]] = {
    "challenge": (HTML, lambda _: _page("Just a moment...", "Checking your browser.")),
    "portal": (HTML, _sign_in_page),
    "maintenance": (HTML, lambda _: _page("We will be back soon", "Planned maintenance.")),
    "blocked": (HTML, lambda _: _page("Access denied", "Web filter: uncategorised site.")),
    "gateway": (JSON, lambda status: json.dumps({"message": status.phrase})),
    "unauthorized": (JSON, lambda _: json.dumps({"error": "unauthorized"})),
    "errors": (JSON, _error_list),
    "framework": (JSON, _framework_error),
    "xml": (XML, lambda _: "<Error><Code>AccessDenied</Code><Message>Denied</Message></Error>"),
    "blank": (HTML, lambda _: ""),
}
"""The media type and the body of each form; the body may name the status."""

HEADERS = {"challenge": {"Server": "cloudflare", "CF-RAY": "8f00f00d-ARN"}}

_KIND = re.compile(rf"({'|'.join(FORMS)})-([2-5][0-9][0-9])(-after)?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that answers in one of `FORMS` with a status.

    By default Harvest never sees the request: nothing is counted there, no code or token is used.
    With `after` Harvest does what was asked, and the proxy replaces its answer.
    """

    form: str
    status: HTTPStatus
    after: bool

    @classmethod
    def parse(cls, kind: str) -> "Proxy | None":
        """Return the proxy of `form-status` or `form-status-after`, None where it is neither."""
        found = _KIND.fullmatch(kind)
        if found is None or int(found[2]) not in set(HTTPStatus):
            return None
        return cls(found[1], HTTPStatus(int(found[2])), found[3] is not None)

    def answer(self) -> Response:
        """Return the answer that the client gets."""
        media_type, body = FORMS[self.form]
        response = Response(body(self.status), self.status.value, mimetype=media_type)
        response.headers.update(HEADERS.get(self.form, {}))
        if 300 <= self.status < 400:
            response.headers["Location"] = PORTAL_URL
        return response
