"""What the local Harvest remembers while it runs: tokens, faults and counts."""

import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from flask import current_app
from werkzeug.datastructures import Headers

from demo.harvest.bounded_cache import BoundedCache
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault, Place
from demo.harvest.models import Entry, User
from demo.harvest.world import World

KEY = "local_harvest"
RATE_LIMIT_SECONDS = 15.0
CACHED_LISTS = 8
CACHED_PAGE_BYTES = 2**28


@dataclass
class Grant:
    """What a person allowed by one consent, with its tokens; `expires_at` is in epoch seconds."""

    user: User
    account_ids: tuple[int, ...]
    access: str
    refresh: str | None
    expires_at: float


@dataclass
class Code:
    """An authorization code for one exchange; `expires_at` is in epoch seconds."""

    user: User
    account_ids: tuple[int, ...]
    redirect_uri: str
    expires_at: float


@dataclass
class State:
    """Everything that one local Harvest remembers; `ahead` shifts its clock, in seconds.

    `requests` counts by endpoint what reached Harvest, `swallowed` what a proxy answered in its
    place. `lists` caches the last filtered lists of entries, `pages` the text of the last pages.
    """

    config: HarvestConfig
    world: World
    faults: list[Fault] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    by_access: dict[str, Grant] = field(default_factory=dict)
    by_refresh: dict[str, Grant] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    swallowed: Counter[str] = field(default_factory=Counter)
    last_headers: dict[str, dict[str, str]] = field(default_factory=dict)
    request_times: dict[str, deque[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ahead: float = 0.0
    issued: int = 0
    lists: BoundedCache[Sequence[Entry]] = field(default_factory=lambda: BoundedCache(CACHED_LISTS))
    pages: BoundedCache[bytes] = field(default_factory=lambda: BoundedCache(CACHED_PAGE_BYTES))

    def now(self) -> datetime:
        """Return the time in UTC, by the local Harvest's own clock."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def issue(self, user: User, account_ids: tuple[int, ...], *, refreshable: bool = True) -> Grant:
        """Return a new grant with tokens of Harvest's form, without a refresh token by choice."""
        self.issued += 1
        grant = Grant(
            user,
            account_ids,
            f"{self.issued}.at.{secrets.token_urlsafe(32)}",
            f"{self.issued}.rt.{secrets.token_urlsafe(32)}" if refreshable else None,
            self.now().timestamp() + self.config.token_lifetime,
        )
        self.by_access[grant.access] = grant
        if grant.refresh is not None:
            self.by_refresh[grant.refresh] = grant
        return grant

    def revoke(self, grant: Grant) -> None:
        """Let both tokens of a grant be unknown from now on."""
        self.by_access.pop(grant.access, None)
        self.by_refresh.pop(grant.refresh or "", None)

    def exceeds_rate_limit(self, token: str) -> bool:
        """Return whether a request is beyond the limit of its token in 15 seconds.

        A request that is not counts towards the limit.
        """
        if not self.config.rate_limit:
            return False
        with self.lock:
            request_times = self.request_times.setdefault(token, deque())
            now = time.monotonic()
            while request_times and now - request_times[0] >= RATE_LIMIT_SECONDS:
                request_times.popleft()
            if len(request_times) >= self.config.rate_limit:
                return True
            request_times.append(now)
            return False

    def take_fault(
        self,
        endpoint: str,
        page: int,
        account_id: int | None = None,
        place: Place = Place.INSIDE,
    ) -> Fault | None:
        """Return the first fault that applies, None without one; it is counted as having struck.

        Calls at the same time never take the same turn of a fault.
        """
        with self.lock:
            now = self.now().timestamp()
            placed = (fault for fault in self.faults if fault.place is place)
            return next((f for f in placed if f.consume(endpoint, page, account_id, now)), None)

    def count_swallowed(self, endpoint: str) -> None:
        """Count a request that a proxy answered, so that Harvest never saw it."""
        with self.lock:
            self.swallowed[endpoint] += 1

    def count(self, endpoint: str, headers: Headers) -> None:
        """Count a request and keep its headers, for the control addresses."""
        with self.lock:
            self.requests[endpoint] += 1
            self.last_headers[endpoint] = dict(headers)


def current_state() -> State:
    """Return the state of the current app."""
    return cast(State, current_app.extensions[KEY])
