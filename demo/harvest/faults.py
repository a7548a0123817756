"""Faults on request: at which endpoint and page, of which kind, how often or how long."""

import re
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from demo.harvest.misbehaviour import KINDS
from demo.harvest.proxies import FORMS, Proxy


class Place(Enum):
    """Where a fault strikes: before Harvest sees a request, inside Harvest, or after its answer."""

    BEFORE = 1
    INSIDE = 2
    AFTER = 3


@dataclass
class Fault:
    """A fault that is to happen.

    `endpoint` is a name such as `time_entries`, `token` or `users`, or `*` for all. `page` is the
    page of a list, counting from 1; 0 is any.

    `kind` is one of three: a status code as text, which gives Harvest's own error; a name in
    `KINDS`; or the answer of a proxy, a name in `FORMS` with a status, such as `challenge-403`.
    With `-after` behind it, Harvest does what was asked and the proxy replaces its answer.

    `times` is how often it still strikes, -1 for always. With `seconds` it strikes for that long
    after its first time, by the local Harvest's clock. With an `account` it strikes only requests
    for that account; requests for tokens are for none. `struck` counts how often it struck.

    Any other kind raises `ValueError`.
    """

    endpoint: str
    page: int
    kind: str
    times: int = 1
    account: int | None = None
    seconds: float | None = None
    struck: int = field(default=0, init=False)
    until: float | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if not (self.kind in KINDS or self.proxy or re.fullmatch("[1-5][0-9][0-9]", self.kind)):
            raise ValueError(
                f"{self.kind!r} is none of {', '.join(sorted(KINDS))}, a status, "
                f"or a status behind one of {', '.join(FORMS)}"
            )
        self.page, self.times = int(self.page), int(self.times)
        self.account = None if self.account is None else int(self.account)
        if self.seconds is not None:
            self.seconds, self.times = float(self.seconds), -1
            if not 0 < self.seconds < float("inf"):
                raise ValueError(f"{self.seconds} seconds are no time")

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Return the fault that `endpoint:page:kind:times` or `…:account` describes.

        In the place of `times` may stand a number of seconds, such as `12s`. Raises `ValueError`
        for any other text.
        """
        if text.count(":") not in (3, 4):
            raise ValueError(f"{text!r} is not of the form endpoint:page:kind:times[:account]")
        endpoint, page, kind, times, *rest = text.split(":")
        account = int(rest[0]) if rest else None
        if times.endswith("s"):
            return cls(endpoint, int(page), kind, account=account, seconds=float(times[:-1]))
        return cls(endpoint, int(page), kind, int(times), account)

    def as_dict(self) -> dict[str, Any]:
        """Return all fields, for the control addresses."""
        return asdict(self)

    @property
    def proxy(self) -> Proxy | None:
        """Return the proxy that answers in Harvest's place, None where Harvest itself does."""
        return Proxy.parse(self.kind)

    @property
    def place(self) -> Place:
        """Return where the fault strikes."""
        proxy = self.proxy
        if proxy is None:
            return Place.INSIDE
        return Place.AFTER if proxy.after else Place.BEFORE

    def consume(self, endpoint: str, page: int, account: int | None, now: float) -> bool:
        """Return whether the fault strikes a request, and count it if so.

        `now` is in epoch seconds, by the local Harvest's clock.
        """
        if self.account not in (None, account) or self._is_over(now):
            return False
        if self.endpoint not in ("*", endpoint) or self.page not in (0, page):
            return False
        self.times -= 1 if self.times > 0 else 0
        self.struck += 1
        if self.seconds is not None and self.until is None:
            self.until = now + self.seconds
        return True

    def _is_over(self, now: float) -> bool:
        return self.times == 0 or (self.until is not None and now >= self.until)
