"""Harvest's rate limit, which all processes keep together.

Harvest allows 100 requests in 15 seconds. Some are left for other programs that use the account.

Source: https://help.getharvest.com/api-v2/introduction/overview/general/ (rate limiting)
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

WINDOW = 15.0
"""The seconds in which requests are counted."""

MOST_REQUESTS = 90
"""The most requests of the plugin in that time."""

KEY = "workroom-harvest:pace:"
"""The beginning of the Redis key of an account."""

AWAY_SECONDS = 30.0
"""Seconds after a failure for which Redis is not asked."""

# The script uses the server's clock, so that hosts need not agree on the time. It returns
# milliseconds.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, most = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= most then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, first[2] + window - now)
end
redis.call('ZADD', KEYS[1], now, now .. '-' .. time[2] .. '-' .. redis.call('ZCARD', KEYS[1]))
redis.call('PEXPIRE', KEYS[1], window)
return 0
"""

log = logging.getLogger(__name__)


class RateLimiter(Protocol):
    """A limiter that keeps the requests for each Harvest account within the limit."""

    def wait(self, account: str) -> float:
        """Return the seconds until the next request for the account may be sent.

        If they are 0, the request counts as sent. Never raises.
        """


@dataclass
class LocalRateLimiter(RateLimiter):
    """A limiter that counts the requests of this process alone."""

    monotonic: Callable[[], float] = time.monotonic
    _sent: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, account: str) -> float:
        now = self.monotonic()
        sent = self._sent.setdefault(account, deque())
        while sent and now - sent[0] >= WINDOW:
            sent.popleft()
        if len(sent) >= MOST_REQUESTS:
            return WINDOW - (now - sent[0])
        sent.append(now)
        return 0.0


class RedisRateLimiter(RateLimiter):
    """A limiter that counts the requests of all processes, in one Redis.

    While Redis does not answer, each process counts for itself. Harvest's own 429 is respected in
    any case.
    """

    def __init__(self, redis: Redis, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._script = redis.register_script(SCRIPT)
        self._local = LocalRateLimiter(monotonic)
        self._monotonic = monotonic
        self._ask_again_at = 0.0

    def wait(self, account: str) -> float:
        if self._monotonic() < self._ask_again_at:
            return self._local.wait(account)
        try:
            return float(self._script([KEY + account], [WINDOW * 1000, MOST_REQUESTS])) / 1000
        except RedisError:
            log.warning("Redis does not answer: this process keeps Harvest's limit by itself")
            # Redis is not asked at each request, because one that hangs costs a second each time.
            self._ask_again_at = self._monotonic() + AWAY_SECONDS
            return self._local.wait(account)
