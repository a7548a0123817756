"""Harvest's three shapes of error, and its page for a wrong address. As recorded."""

import json
from typing import Any

from flask import Response, jsonify

REALM = 'Bearer realm="Rack::OAuth2 Protected Resources", error="invalid_token", error_description='
INVALID_TOKEN = (
    "The access token provided is expired, revoked, malformed or invalid for other reasons."
)
LOST = "<!doctype html><html><head><title>HARVEST: Can\u02bct find page</title></head></html>"


class RefusedError(Exception):
    """Ends a request with Harvest's own answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def record(shown: Any, status: int = 200) -> Response:
    """One record as an answer."""
    return Response(json.dumps(shown), status, mimetype="application/json; charset=utf-8")


def message(status: int, text: str) -> Response:
    """400, 403 and 422 carry a message; the last two repeat it in the header Hint."""
    response = record({"message": text}, status)
    if status in (403, 422):
        response.headers["Hint"] = text
    return response


def invalid_token() -> Response:
    """401: a token that is no good, and also a missing account header."""
    response = jsonify(error="invalid_token", error_description=INVALID_TOKEN)
    response.status_code = 401
    response.headers["WWW-Authenticate"] = f'{REALM}"{INVALID_TOKEN}"'
    return response


def not_found() -> Response:
    """404 of a known route."""
    return record({"status": 404, "error": "Not Found"}, 404)


def denied() -> Response:
    """403: one may not."""
    return message(403, "Not authorized!")


def nameless() -> Response:
    """400 for a request without User-Agent: documented, but not with what body."""
    return Response(b"", 400, mimetype="text/html")


def lost() -> Response:
    """404 of an address that leads nowhere: a page, not JSON."""
    return Response(LOST.ljust(4000), 404, mimetype="text/html")


def too_many(wait: float | None) -> Response:
    """429: an empty page; the documentation promises Retry-After, the recording has none."""
    response = Response(b"", 429, mimetype="text/html")
    if wait is not None:
        response.headers["Retry-After"] = str(max(1, round(wait)))
    return response


def bare(status: int) -> Response:
    """The error of that status, as Harvest would send it."""
    if status == 401:
        return invalid_token()
    if status == 403:
        return denied()
    if status == 404:
        return not_found()
    if status == 429:
        return too_many(1)
    if status in (400, 422):
        return message(status, "Bad Request")
    return Response(b"", status, mimetype="text/html")
