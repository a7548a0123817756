"""authlib's OAuth client over httpx, and what it is given to read of a token endpoint's reply."""

import json
from collections.abc import Generator

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client

SECRET_IN_BODY = "client_secret_post"  # noqa: S105 because it names a method
ANSWERS = (httpx.codes.OK, httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED)
MOST_LIFETIME = 10 * 365 * 86400


class _ClientAuth(ClientAuth, httpx.Auth):  # type: ignore[misc]  # because authlib has no types
    """authlib's client authentication as httpx takes it; Harvest wants the secret in the body."""

    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        url, headers, body = self.prepare(
            request.method, str(request.url), request.headers, request.content.decode()
        )
        headers["Content-Length"] = str(len(body))
        # The extensions hold the time-outs.
        yield httpx.Request(
            request.method, url, headers=headers, content=body, extensions=request.extensions
        )


class OAuthClient(OAuth2Client):  # type: ignore[misc]  # because authlib has no types
    """authlib's OAuth client, over an httpx client."""

    client_auth_class = _ClientAuth


def needed_part(reply: httpx.Response) -> httpx.Response:
    """Return what is needed of the reply: no pair is lost over what we can do without.

    authlib calculates with `expires_in` and `expires_at` before anybody can look at them, and takes
    any status for an answer. Raises `httpx.HTTPStatusError` for one that no token endpoint answers
    with (RFC 6749: 200, 400 and 401): that is a limit, a problem, or something in between.
    """
    if reply.status_code not in ANSWERS:
        reply.raise_for_status()
    try:
        # One bad byte in what nobody needs is no reason to lose a pair.
        token = json.loads(reply.content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return reply
    if not isinstance(token, dict):
        return reply
    # An error is one with its status only: OAuth's own form, as Harvest has it.
    expected = ("access_token", "refresh_token") if reply.is_success else ("error",)
    needed = {name: token[name] for name in expected if name in token}
    lifetime = token.get("expires_in")
    if type(lifetime) is int and 0 < lifetime < MOST_LIFETIME:
        needed["expires_in"] = lifetime
    body = json.dumps(needed).encode()
    return httpx.Response(reply.status_code, content=body, request=reply.request)
