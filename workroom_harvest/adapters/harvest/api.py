"""The adapter for Harvest's API v2."""

from collections.abc import Callable, Mapping

import httpx

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.catalogue import read_catalogue
from workroom_harvest.adapters.harvest.client import HarvestClient
from workroom_harvest.adapters.harvest.entries import read_entries, read_entry
from workroom_harvest.adapters.harvest.lists import all_pages, time_limit
from workroom_harvest.adapters.harvest.rate_limiter import RateLimiter
from workroom_harvest.adapters.harvest.retries import RetryPolicy
from workroom_harvest.adapters.harvest.secrecy import without_frames
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock, Random
from workroom_harvest.domain.ports.harvest import (
    ArrivedPage,
    Credentials,
    HarvestApi,
    HarvestCatalogue,
    Reach,
)
from workroom_harvest.domain.window import Window

LIST_SECONDS = 10.0
"""Seconds for all lists of a page that somebody looks at."""

USERS_SECONDS = 30.0
"""Seconds for the list of users, while other studios wait for the worker."""


class HttpHarvestApi(HarvestApi):
    """Harvest's API over HTTP, within the bounds of its `policy`."""

    def __init__(
        self,
        *,
        api_url: str,
        user_agent: str,
        clock: Clock,
        random: Random,
        policy: RetryPolicy,
        rate_limiter: RateLimiter | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._client = HarvestClient(
            api_url=api_url,
            user_agent=user_agent,
            clock=clock,
            random=random,
            policy=policy,
            rate_limiter=rate_limiter,
            transport=transport,
        )

    @without_frames
    def entries(
        self,
        key: Credentials,
        window: Window,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> ArrivedPage:
        return read_entries(self._client, key, window, cursor, keep_alive)

    @without_frames
    def entry(
        self, key: Credentials, entry_id: int, keep_alive: Callable[[], None]
    ) -> HarvestEntry | UnreadableEntry | None:
        return read_entry(self._client, key, entry_id, keep_alive)

    @without_frames
    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        # Anybody may ask for /v2/users/me.
        return self._client.get(key, self._client.url("users/me", {}), payloads.sight, keep_alive)

    @without_frames
    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        # A Member's token gets 403 from /v2/users.
        in_time = time_limit(self._clock, USERS_SECONDS, keep_alive)
        pages = all_pages(self._client, key, "users", {}, payloads.users, in_time)
        found = {user_id: email for page in pages for user_id, email in page.items()}
        if not found:
            # The connected user is in Harvest's list, so an empty one is not Harvest's.
            raise MalformedResponse(Code.HARVEST_WITHOUT_USERS)
        return found

    @without_frames
    def lists(self, key: Credentials) -> HarvestCatalogue:
        return read_catalogue(self._client, key, time_limit(self._clock, LIST_SECONDS))

    def reach(self) -> Reach:
        return self._client.reach()

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()
