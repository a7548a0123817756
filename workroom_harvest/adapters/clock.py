"""The system's clock and randomness."""

import random
import secrets
import time
import uuid
from datetime import UTC, datetime


class SystemClock:
    """The clock port over the system's own."""

    def now(self) -> datetime:
        """The current instant, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class SystemRandom:
    """The dice port over the system's pseudo-randomness."""

    def jitter(self) -> float:
        """Between 0 and 1."""
        return random.random()  # noqa: S311 because it spreads retries and hides nothing


class RandomIds:
    """The ids port over the system's randomness."""

    def new(self) -> str:
        """32 random hexadecimal digits."""
        return uuid.uuid4().hex

    def secret(self) -> str:
        """256 random bits in an address's letters."""
        return secrets.token_urlsafe(32)
