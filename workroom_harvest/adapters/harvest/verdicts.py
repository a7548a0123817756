"""The check whether a refusal is Harvest's own, as proxies in between answer with statuses, too.

A challenge page, a captive portal or another service's gateway may say 403 as well, and that means
nothing for anybody's rights, grant or mappings. So a refusal counts only in one of the forms that
Harvest is known to use; any other is treated as if nobody had answered. Sources: recorded replies
of api.harvestapp.com (401, 403, 404 and 422, 2019 to 2024), a client's tests (400), and Harvest's
page for an address that does not exist (404, 2020).
"""

import json
from collections.abc import Callable, Mapping

import httpx

MOST_BYTES = 2**16
"""The most bytes of an error. Harvest's own have some hundred, its longest page 4,000."""

LOST = "<title>HARVEST: Can"
"""The beginning of the title of Harvest's page for an address that does not exist.

An apostrophe follows, which has been written in more than one way.
"""


def is_harvests_own(response: httpx.Response) -> bool:
    """Return whether a refusal of the API (400, 401, 403, 404, 422) has Harvest's own form."""
    known = _FORMS.get(response.status_code)
    if known is None or len(response.content) > MOST_BYTES:
        return False
    return known(response, _object(response))


def answers(response: httpx.Response) -> bool:
    """Return whether Harvest itself answered a request with a token that nobody has.

    Its answer to too many requests is an empty page (recorded in 2020). Its server errors cannot be
    told from a proxy's. An empty one is taken for Harvest's, because others send a page with it.
    """
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
        return not response.content
    challenge = response.headers.get("WWW-Authenticate", "")
    is_challenge = response.status_code == httpx.codes.UNAUTHORIZED and "Rack::OAuth2" in challenge
    return is_challenge or is_harvests_own(response)


def _object(response: httpx.Response) -> Mapping[str, object]:
    """Return the body as a JSON object, or an empty one if it is something else."""
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_invalid_token(response: httpx.Response, body: Mapping[str, object]) -> bool:
    """Return whether it is RFC 6750's error, which also stands for a missing account header."""
    return body.get("error") == "invalid_token"


def _is_denied(response: httpx.Response, body: Mapping[str, object]) -> bool:
    """Return whether it is Harvest's message, which may also be repeated in the header `Hint`.

    Gateways send a message as well, but not this one, and not twice.
    """
    return body.get("message") == "Not authorized!" or _is_hinted(response, body)


def _is_missing(response: httpx.Response, body: Mapping[str, object]) -> bool:
    """Return whether it is about an unknown id (these two keys alone) or an unknown address."""
    if body:
        return dict(body) == {"status": 404, "error": "Not Found"}
    return LOST in response.text


def _is_invalid(response: httpx.Response, body: Mapping[str, object]) -> bool:
    """Return whether it is a sentence about a parameter.

    Some of these sentences are repeated in the header `Hint`, and some are not.
    """
    message = body.get("message")
    named = isinstance(message, str) and message.startswith("Invalid ") and len(body) == 1
    return named or _is_hinted(response, body)


def _is_hinted(response: httpx.Response, body: Mapping[str, object]) -> bool:
    hint = response.headers.get("Hint")
    return bool(hint) and body.get("message") == hint


_FORMS: Mapping[int, Callable[[httpx.Response, Mapping[str, object]], bool]] = {
    400: _is_invalid,
    401: _is_invalid_token,
    403: _is_denied,
    404: _is_missing,
    422: _is_invalid,
}
