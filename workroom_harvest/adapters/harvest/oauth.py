"""The Login port: OAuth 2 at id.getharvest.com, by authlib over our own httpx client."""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeGuard, TypeVar
from urllib.parse import urlencode

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.list_decoder import LATER, NONSENSE
from workroom_harvest.adapters.harvest.reach import NOBODYS, reach
from workroom_harvest.adapters.harvest.retries import named_wait
from workroom_harvest.adapters.harvest.secrecy import without_frames
from workroom_harvest.adapters.harvest.transport import BoundedTransport
from workroom_harvest.adapters.harvest.verdicts import NOT_HARVEST
from workroom_harvest.domain.connection import HarvestAccount, Tokens
from workroom_harvest.domain.errors import GrantRevoked, HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Reach
from workroom_harvest.settings import Settings

T = TypeVar("T")

DEADLINE = 10.0
TOKEN_SECONDS = 30.0
"""For an exchange or a refresh: once it is sent, Harvest may have used up the code or the token,
and its answer is the only one there is."""
GLANCE = 2.0
"""For what a page can do without."""

MOST_BYTES = 2**20
"""Of a reply: a pair of tokens, or more accounts than anybody has."""

SECRET_IN_BODY = "client_secret_post"  # noqa: S105 because it names a method
DEFAULT_LIFETIME = 1209600
"""Seconds that an access token lives at Harvest: 14 days."""

ANSWERS = (httpx.codes.OK, httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED)
REVOKED = (b"", b"{}")
"""All that comes with the 200 of RFC 7009; a page with 200 is somebody else's."""

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


class _OAuth(OAuth2Client):  # type: ignore[misc]  # because authlib has no types
    client_auth_class = _ClientAuth


class HttpHarvestOAuth:
    """The consent screen's address, tokens, accounts, and the end of a grant.

    What can be asked again is over after so many `seconds`.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        *,
        seconds: float = DEADLINE,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._http, self._patient_http = (
            httpx.Client(
                transport=BoundedTransport(limit, transport, most=MOST_BYTES),
                # Before anything is sent nothing can be lost.
                timeout=httpx.Timeout(limit, connect=seconds),
                follow_redirects=False,
                headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip"},
            )
            for limit in (seconds, TOKEN_SECONDS)
        )

    def consent_url(self, state: str, redirect_uri: str) -> str:
        """See the port. Harvest takes no scopes: the person chooses the account there."""
        query = urlencode(
            {
                "client_id": self._settings.client_id,
                "response_type": "code",
                "redirect_uri": redirect_uri,
                "state": state,
            }
        )
        return f"{self._settings.id_url}/oauth2/authorize?{query}"

    @without_frames
    def exchange(self, code: str, redirect_uri: str) -> Tokens:
        """See the port."""
        token = self._ask(
            lambda client: client.fetch_token(
                self._token_url,
                grant_type="authorization_code",
                code=code,
                redirect_uri=redirect_uri,
            )
        )
        return self._tokens(token, None)

    @without_frames
    def refresh(self, refresh_token: str) -> Tokens:
        """See the port."""
        token = self._ask(
            lambda client: client.refresh_token(self._token_url, refresh_token=refresh_token)
        )
        return self._tokens(token, refresh_token)

    @without_frames
    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        """See the port. Source: GET /api/v2/accounts, which wants no account header."""
        try:
            response = self._http.get(
                f"{self._settings.id_url}/api/v2/accounts",
                headers={"Authorization": f"Bearer {access_token}"},
            )
        except httpx.HTTPError as error:
            raise HarvestUnavailable(f"Harvest could not be reached. {LATER}") from error
        if response.status_code != httpx.codes.OK:
            raise self._unavailable(response)
        return payloads.accounts(response.content)

    @without_frames
    def revoke(self, tokens: Tokens) -> bool:
        """See the port. Harvest documents no such endpoint; RFC 7009 where one is configured."""
        if self._settings.revoke_url is None:
            return False
        try:
            response = self._client(self._http).revoke_token(
                self._settings.revoke_url, token=tokens.refresh
            )
        except (httpx.HTTPError, ValueError):
            return False
        return response.status_code == httpx.codes.OK and response.content.strip() in REVOKED

    def reach(self) -> Reach:
        """Who is there. Harvest refuses a token that nobody has."""
        headers = {"Authorization": f"Bearer {NOBODYS}"}
        url = f"{self._settings.id_url}/api/v2/accounts"
        return reach(lambda: self._http.get(url, headers=headers))

    def close(self) -> None:
        """Close idle connections."""
        self._http.close()
        self._patient_http.close()

    @property
    def _token_url(self) -> str:
        return f"{self._settings.id_url}/api/v2/oauth2/token"

    def _client(self, http: httpx.Client) -> _OAuth:
        """A client of its own for each call: authlib keeps the last token in it."""
        client = _OAuth(
            http,
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            token_endpoint_auth_method=SECRET_IN_BODY,
            revocation_endpoint_auth_method=SECRET_IN_BODY,
        )
        for reply in ("access_token_response", "refresh_token_response"):
            client.register_compliance_hook(reply, _looked_at)
        return client

    def _ask(self, request: Callable[[_OAuth], Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            return request(self._client(self._patient_http))
        except OAuth2Error as error:
            raise _refusal(error) from None
        except httpx.HTTPStatusError as error:
            raise self._unavailable(error.response) from None
        except httpx.HTTPError as error:
            raise HarvestUnavailable(f"Harvest could not be reached. {LATER}") from error
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            raise MalformedResponse(NONSENSE) from None

    def _unavailable(self, response: httpx.Response) -> HarvestUnavailable:
        wait = named_wait(response, self._clock.now())
        status = response.status_code
        if status < httpx.codes.INTERNAL_SERVER_ERROR and status != httpx.codes.TOO_MANY_REQUESTS:
            return HarvestUnavailable(f"{NOT_HARVEST.format(status)} {LATER}", wait)
        return HarvestUnavailable(f"Harvest has a problem ({status}). {LATER}", wait)

    def _tokens(self, token: Mapping[str, Any], old_refresh: str | None) -> Tokens:
        access = token.get("access_token")
        refresh = token.get("refresh_token") or old_refresh
        lifetime = token.get("expires_in", DEFAULT_LIFETIME)
        if not (_is_token(access) and _is_token(refresh)):
            raise MalformedResponse(NONSENSE)
        return Tokens.issued(access, refresh, timedelta(seconds=lifetime), self._clock.now())


def _is_token(value: object) -> TypeGuard[str]:
    """Whether it can be sent in a header."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value)


def _looked_at(reply: httpx.Response) -> httpx.Response:
    """What is needed of the reply: no pair is lost over what we can do without.

    authlib calculates with `expires_in` and `expires_at` before anybody can look at them, and takes
    any status for an answer. Raises `httpx.HTTPStatusError` for one that no token endpoint answers
    with (RFC 6749: 200, 400 and 401): that is a limit, a trouble, or somebody else.
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


def _refusal(error: OAuth2Error) -> GrantRevoked | HarvestUnavailable:
    if error.error == "invalid_grant":
        return GrantRevoked("Harvest does not know this grant.")
    if error.error not in _OUR_FAULTS:
        return HarvestUnavailable(f"{NOT_HARVEST.format('an unknown refusal')} {LATER}")
    # Our own credentials: no reason to let people reconnect.
    return HarvestUnavailable(
        f"Harvest refused to issue tokens ({error.error}). "
        "If this persists, check HARVEST_CLIENT_ID and HARVEST_CLIENT_SECRET."
    )


_OUR_FAULTS = ("invalid_client", "unauthorized_client", "invalid_request", "unsupported_grant_type")
