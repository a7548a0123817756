"""authlib's OAuth client over httpx, and the part of a token endpoint's reply that it reads."""

import json
from collections.abc import Generator

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client

SECRET_IN_BODY = "client_secret_post"  # noqa: S105 because it names a method
"""OAuth's name of the method that sends the client's secret in the body."""

ANSWERS = (httpx.codes.OK, httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED)
"""The statuses with which a token endpoint answers (RFC 6749)."""

MOST_LIFETIME = 10 * 365 * 86400
"""The longest believable lifetime of a token, in seconds."""


class _ClientAuth(ClientAuth, httpx.Auth):  # type: ignore[misc]  # because authlib has no types
    """authlib's client authentication as httpx needs it; Harvest wants the secret in the body."""

    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        url, headers, body = self.prepare(
            request.method, str(request.url), request.headers, request.content.decode()
        )
        headers["Content-Length"] = str(len(body))
        # The extensions contain the time-outs.
        yield httpx.Request(
            request.method, url, headers=headers, content=body, extensions=request.extensions
        )


class OAuthClient(OAuth2Client):  # type: ignore[misc]  # because authlib has no types
    """authlib's OAuth client, over an httpx client."""

    client_auth_class = _ClientAuth


def needed_part(reply: httpx.Response) -> httpx.Response:
    """Return the needed part of a reply, so that no pair is lost over the rest.

    authlib calculates with `expires_in` and `expires_at` before anybody can check them, and takes
    any status for an answer. Raise `httpx.HTTPStatusError` for a status with which no token
    endpoint answers (RFC 6749: 200, 400 and 401): it comes from a rate limit, a failure or
    something in between.
    """
    if reply.status_code not in ANSWERS:
        reply.raise_for_status()
    try:
        # A bad byte in a field that nobody needs must not cost the pair.
        token = json.loads(reply.content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return reply
    if not isinstance(token, dict):
        return reply
    # An `error` counts with the status of an error only, as in OAuth's and in Harvest's own form.
    expected = ("access_token", "refresh_token") if reply.is_success else ("error",)
    needed = {name: token[name] for name in expected if name in token}
    lifetime = token.get("expires_in")
    if type(lifetime) is int and 0 < lifetime < MOST_LIFETIME:
        needed["expires_in"] = lifetime
    body = json.dumps(needed).encode()
    return httpx.Response(reply.status_code, content=body, request=reply.request)
