"""Authorized requests to Harvest's API, and the meaning of its refusals."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import httpx

from workroom_harvest.adapters.harvest.next_page_url import next_page_url
from workroom_harvest.adapters.harvest.rate_limiter import LocalRateLimiter, RateLimiter
from workroom_harvest.adapters.harvest.reach import UNKNOWN_TOKEN, reach
from workroom_harvest.adapters.harvest.retries import Retries, RetryPolicy, requested_wait
from workroom_harvest.adapters.harvest.transport import BoundedTransport, without_stream
from workroom_harvest.adapters.harvest.verdicts import is_harvests_own
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock, Random
from workroom_harvest.domain.ports.harvest import Credentials, Reach

T = TypeVar("T")

TRANSIENT = (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY)
"""The client errors that may be over at the next try."""

REFUSALS: Mapping[int, type[RequestRejected]] = {403: Forbidden, 404: ResourceMissing}
"""The error for each status, if it is not just `RequestRejected`."""


class HarvestClient:
    """A client that sends GET requests within Harvest's rate limit and the bounds of a policy."""

    def __init__(
        self,
        *,
        api_url: str,
        user_agent: str,
        clock: Clock,
        random: Random,
        policy: RetryPolicy,
        rate_limiter: RateLimiter | None,
        transport: httpx.BaseTransport | None,
    ) -> None:
        self._api_url = httpx.URL(api_url)
        self._clock = clock
        self._rate_limiter = rate_limiter or LocalRateLimiter()
        self._retries = Retries(clock, random, policy)
        self._http = httpx.Client(
            transport=BoundedTransport(policy.per_try, transport),
            timeout=policy.per_try,
            follow_redirects=False,
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
        )

    def url(self, path: str, params: Mapping[str, str]) -> httpx.URL:
        """Return the address of a path below the API's own."""
        return self._api_url.copy_with(
            path=f"{self._api_url.path.rstrip('/')}/{path}", params=dict(params)
        )

    def next_page_url(self, cursor: str) -> httpx.URL:
        """Return the address of a next page; raise `MalformedResponse` if its origin is another."""
        return next_page_url(cursor, self._api_url)

    def get(
        self,
        key: Credentials,
        url: httpx.URL,
        read: Callable[[bytes], T],
        before_attempt: Callable[[], None],
    ) -> T:
        """Return what `read` makes of the body; raise what the port `HarvestApi` lists.

        `before_attempt` is called before each attempt, and ends the call if it raises.
        """

        def attempt() -> T:
            before_attempt()
            response = self._send(key, url)
            if response.status_code != httpx.codes.OK:
                raise self._refusal(response)
            return read(response.content)

        return self._retries.call(attempt)

    def reach(self) -> Reach:
        """Return who answers at the API's address. Never raises."""
        headers = _headers(Credentials(1, UNKNOWN_TOKEN))
        return reach(lambda: self._http.get(self.url("users/me", {}), headers=headers))

    def close(self) -> None:
        """Close idle connections."""
        self._http.close()

    def _send(self, key: Credentials, url: httpx.URL) -> httpx.Response:
        """Return the response, whatever its status.

        Raise `HarvestUnavailable` if the rate limit is reached or nobody answers, and
        `MalformedResponse` if the body cannot be decoded.
        """
        pause = self._rate_limiter.wait(str(key.harvest_account_id))
        if pause > 0:
            raise HarvestUnavailable(Code.HARVEST_RATE_LIMITED, retry_after=pause)
        try:
            return without_stream(self._http.get(url, headers=_headers(key)))
        except httpx.TimeoutException as error:
            raise HarvestUnavailable(Code.HARVEST_TIMEOUT) from error
        except httpx.DecodingError as error:
            raise MalformedResponse from error
        except httpx.HTTPError as error:
            raise HarvestUnavailable(Code.HARVEST_UNREACHABLE) from error

    def _refusal(self, response: httpx.Response) -> HarvestError:
        status = response.status_code
        wait = requested_wait(response, self._clock.now())
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return HarvestUnavailable(Code.HARVEST_TOO_MANY_REQUESTS, retry_after=wait)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in TRANSIENT:
            return HarvestUnavailable(Code.HARVEST_SERVER_ERROR, retry_after=wait, status=status)
        if not is_harvests_own(response):
            return HarvestUnavailable(Code.HARVEST_INTERCEPTED, retry_after=wait, status=status)
        if status == httpx.codes.UNAUTHORIZED:
            return TokenRefused()
        kind = REFUSALS.get(status, RequestRejected)
        return kind(status=status)


def _headers(key: Credentials) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {key.access_token}",
        "Harvest-Account-Id": str(key.harvest_account_id),
    }
