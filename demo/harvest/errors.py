"""Harvest's three forms of errors, and its page for an unknown address, as recorded."""

from flask import Response, jsonify

from demo.harvest.responses import json_response

REALM = 'Bearer realm="Rack::OAuth2 Protected Resources", error="invalid_token", error_description='
INVALID_TOKEN = (
    "The access token provided is expired, revoked, malformed or invalid for other reasons."
)
NOT_FOUND_PAGE = (
    "<!doctype html><html><head><title>HARVEST: Can\u02bct find page</title></head></html>"
)


class RefusedError(Exception):
    """A request is refused with an answer of Harvest's own, which is in `response`."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def message_error(status: int, text: str) -> Response:
    """Return an error with a message: 400, 403 or 422; the last two repeat it in a header."""
    response = json_response({"message": text}, status)
    if status in (403, 422):
        response.headers["Hint"] = text
    return response


def invalid_token() -> Response:
    """Return a 401, for a token that is not valid and for a missing account header."""
    response = jsonify(error="invalid_token", error_description=INVALID_TOKEN)
    response.status_code = 401
    response.headers["WWW-Authenticate"] = f'{REALM}"{INVALID_TOKEN}"'
    return response


def not_found() -> Response:
    """Return the 404 of a known route."""
    return json_response({"status": 404, "error": "Not Found"}, 404)


def forbidden() -> Response:
    """Return the 403 of what the role does not allow."""
    return message_error(403, "Not authorized!")


def missing_user_agent() -> Response:
    """Return the 400 without User-Agent; its body is not documented, and empty here."""
    return Response(b"", 400, mimetype="text/html")


def page_not_found() -> Response:
    """Return the 404 of an unknown address: a page, not JSON."""
    return Response(NOT_FOUND_PAGE.ljust(4000), 404, mimetype="text/html")


def rate_limited(wait: float | None) -> Response:
    """Return a 429, which has an empty body, with `wait` seconds in Retry-After unless None.

    The documentation promises the header, the one recording does not have it.
    """
    response = Response(b"", 429, mimetype="text/html")
    if wait is not None:
        response.headers["Retry-After"] = str(max(1, round(wait)))
    return response


def error_of_status(status: int) -> Response:
    """Return the error of a status, in the form that Harvest gives it."""
    if status == 401:
        return invalid_token()
    if status == 403:
        return forbidden()
    if status == 404:
        return not_found()
    if status == 429:
        return rate_limited(1)
    if status in (400, 422):
        return message_error(status, "Bad Request")
    return Response(b"", status, mimetype="text/html")
