"""The adapter for OAuth 2 at id.getharvest.com, with authlib over httpx.

Source: https://help.getharvest.com/api-v2/authentication-api/authentication/authentication/
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeGuard
from urllib.parse import urlencode

import httpx
from authlib.oauth2.base import OAuth2Error

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.oauth_client import SECRET_IN_BODY, OAuthClient, needed_part
from workroom_harvest.adapters.harvest.oauth_errors import token_refusal, unavailable
from workroom_harvest.adapters.harvest.reach import UNKNOWN_TOKEN, reach
from workroom_harvest.adapters.harvest.secrecy import without_frames
from workroom_harvest.adapters.harvest.transport import BoundedTransport
from workroom_harvest.domain.connection import HarvestAccount, Tokens
from workroom_harvest.domain.errors import HarvestUnavailable, MalformedResponse
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestOAuth, Reach
from workroom_harvest.settings import Settings

DEADLINE = 10.0
"""Seconds for a request that can be repeated."""

TOKEN_SECONDS = 30.0
"""Seconds for an exchange or a refresh.

Once it is sent, Harvest may have used up the code or the token, so its answer is the only one.
"""

GLANCE = 2.0
"""Seconds for what a page can do without."""

MOST_BYTES = 2**20
"""The most bytes of a reply: a pair of tokens, or more accounts than anybody has."""

DEFAULT_LIFETIME = 1209600
"""Seconds for which an access token of Harvest's is valid: 14 days."""

REVOKED = (b"", b"{}")
"""The bodies of a reply with status 200 that mean success (RFC 7009).

A page with status 200 comes from somebody else.
"""


class HttpHarvestOAuth(HarvestOAuth):
    """Harvest's OAuth over HTTP, with the client's credentials from the settings.

    A request that can be repeated ends after `seconds`.
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
        self._http, self._token_http = (
            httpx.Client(
                transport=BoundedTransport(limit, transport, most=MOST_BYTES),
                # Connecting has the shorter limit, because nothing is lost before anything is sent.
                timeout=httpx.Timeout(limit, connect=seconds),
                follow_redirects=False,
                headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip"},
            )
            for limit in (seconds, TOKEN_SECONDS)
        )

    def consent_url(self, state: str, redirect_uri: str) -> str:
        # Harvest takes no scopes; the person chooses the account on its screen.
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
        token = self._ask(
            lambda client: client.refresh_token(self._token_url, refresh_token=refresh_token)
        )
        return self._tokens(token, refresh_token)

    @without_frames
    def accounts(self, access_token: str) -> Sequence[HarvestAccount]:
        # This address takes no header with an account.
        try:
            response = self._http.get(
                f"{self._settings.id_url}/api/v2/accounts",
                headers={"Authorization": f"Bearer {access_token}"},
            )
        except httpx.HTTPError as error:
            raise HarvestUnavailable(Code.HARVEST_UNREACHABLE) from error
        if response.status_code != httpx.codes.OK:
            raise unavailable(response, self._clock.now())
        return payloads.accounts(response.content)

    @without_frames
    def revoke(self, tokens: Tokens) -> bool:
        # Harvest documents no such endpoint. If one is configured, it follows RFC 7009.
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
        headers = {"Authorization": f"Bearer {UNKNOWN_TOKEN}"}
        url = f"{self._settings.id_url}/api/v2/accounts"
        return reach(lambda: self._http.get(url, headers=headers))

    def close(self) -> None:
        """Close idle connections."""
        self._http.close()
        self._token_http.close()

    @property
    def _token_url(self) -> str:
        return f"{self._settings.id_url}/api/v2/oauth2/token"

    def _client(self, http: httpx.Client) -> OAuthClient:
        """Return a new client for each call, because authlib keeps the last token in it."""
        client = OAuthClient(
            http,
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            token_endpoint_auth_method=SECRET_IN_BODY,
            revocation_endpoint_auth_method=SECRET_IN_BODY,
        )
        for reply in ("access_token_response", "refresh_token_response"):
            client.register_compliance_hook(reply, needed_part)
        return client

    def _ask(self, request: Callable[[OAuthClient], Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            return request(self._client(self._token_http))
        except OAuth2Error as error:
            raise token_refusal(error) from None
        except httpx.HTTPStatusError as error:
            raise unavailable(error.response, self._clock.now()) from None
        except httpx.HTTPError as error:
            raise HarvestUnavailable(Code.HARVEST_UNREACHABLE) from error
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            raise MalformedResponse from None

    def _tokens(self, token: Mapping[str, Any], old_refresh: str | None) -> Tokens:
        access = token.get("access_token")
        refresh = token.get("refresh_token") or old_refresh
        lifetime = token.get("expires_in", DEFAULT_LIFETIME)
        if not (_is_token(access) and _is_token(refresh)):
            raise MalformedResponse
        return Tokens.issued(access, refresh, timedelta(seconds=lifetime), self._clock.now())


def _is_token(value: object) -> TypeGuard[str]:
    """Return whether a value can be sent in a header."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value)
