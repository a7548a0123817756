"""What the local Harvest remembers while it runs."""

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

from demo.harvest.bounded_cache import Kept
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault, Place
from demo.harvest.models import Entry, User
from demo.harvest.world import World

KEY = "local_harvest"
WINDOW = 15.0
LISTS = 8
PAGE_BYTES = 2**28


@dataclass
class Grant:
    """What a person allowed: the tokens of one consent."""

    user: User
    account_ids: tuple[int, ...]
    access: str
    refresh: str | None
    expires_at: float


@dataclass
class Code:
    """An authorization code, good for one exchange within ten minutes."""

    user: User
    account_ids: tuple[int, ...]
    redirect_uri: str
    expires_at: float


@dataclass
class State:
    """Tokens, codes, faults, counts. `ahead` shifts the clock, in seconds.

    `requests` counts what reached Harvest, `swallowed` what a proxy answered in its place.
    `lists` keeps the last filtered lists of entries, `pages` the text of the last pages.
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
    sent: dict[str, deque[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ahead: float = 0.0
    issued: int = 0
    lists: Kept[Sequence[Entry]] = field(default_factory=lambda: Kept(LISTS))
    pages: Kept[bytes] = field(default_factory=lambda: Kept(PAGE_BYTES))

    def now(self) -> datetime:
        """The local Harvest's own time."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def issue(self, user: User, account_ids: tuple[int, ...], *, refreshable: bool = True) -> Grant:
        """A new pair of tokens in Harvest's form, or one without a refresh token."""
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

    def forget(self, grant: Grant) -> None:
        """Let both tokens die."""
        self.by_access.pop(grant.access, None)
        self.by_refresh.pop(grant.refresh or "", None)

    def too_many(self, token: str) -> bool:
        """Whether this request is beyond the limit, counted per token over 15 seconds."""
        if not self.config.rate_limit:
            return False
        with self.lock:
            sent = self.sent.setdefault(token, deque())
            now = time.monotonic()
            while sent and now - sent[0] >= WINDOW:
                sent.popleft()
            if len(sent) >= self.config.rate_limit:
                return True
            sent.append(now)
            return False

    def struck(
        self,
        endpoint: str,
        page: int,
        account: int | None = None,
        place: Place = Place.INSIDE,
    ) -> Fault | None:
        """The fault whose turn it is there; counted, once even among calls at the same time."""
        with self.lock:
            now = self.now().timestamp()
            here = (one for one in self.faults if one.place is place)
            return next((one for one in here if one.strikes(endpoint, page, account, now)), None)

    def note_swallowed(self, endpoint: str) -> None:
        """Remember a request that a proxy answered, and that Harvest never saw."""
        with self.lock:
            self.swallowed[endpoint] += 1

    def count(self, endpoint: str, headers: Headers) -> None:
        """Remember a request for whoever asks at the control endpoints."""
        with self.lock:
            self.requests[endpoint] += 1
            self.last_headers[endpoint] = dict(headers)


def state() -> State:
    """The state of the current app."""
    return cast(State, current_app.extensions[KEY])
