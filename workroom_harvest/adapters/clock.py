"""The adapters for the system's clock and its sources of random numbers."""

import random
import secrets
import time
import uuid
from datetime import UTC, datetime

from workroom_harvest.domain.ports.clock import Clock, Ids, Random


class SystemClock(Clock):
    """The system's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class SystemRandom(Random):
    """The system's pseudo-random numbers."""

    def jitter(self) -> float:
        return random.random()  # noqa: S311 because it spreads retries and hides nothing


class RandomIds(Ids):
    """Ids and secrets from the system's cryptographic random numbers."""

    def new(self) -> str:
        return uuid.uuid4().hex

    def secret(self) -> str:
        return secrets.token_urlsafe(32)
