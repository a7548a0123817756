"""Misbehaviour on request: which endpoint, which page of a list, how, how often, how long."""

import re
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from demo.harvest.misbehaviour import KINDS
from demo.harvest.proxies import FORMS, Proxy


class Place(Enum):
    """Where a fault strikes: before Harvest sees a request, in Harvest, or after its answer."""

    BEFORE = 1
    INSIDE = 2
    AFTER = 3


@dataclass
class Fault:
    """`endpoint` such as `time_entries`, `token`, `users` or `*`; `page` counts from 1, 0 is any.

    `kind` is a status code as text: Harvest's own error; or one of `KINDS`; or a proxy's answer:
    `challenge-403`, `portal-302`, any of `FORMS` with a status, as `demo.harvest.proxies` tells.
    With `-after` behind it Harvest has done what was asked, and the proxy hides its answer.

    `times` is how often it still strikes; -1 is always. With `seconds` it strikes for that long
    from its first time, by the local Harvest's clock, however often. With an `account` only
    requests for that account are struck, so that others are answered as ever; requests for tokens
    are for none. `struck` is how often it did. Another kind raises `ValueError`.
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
        """A fault from `endpoint:page:kind:times` or `…:account`; raises `ValueError`.

        In the place of `times` may stand a number of seconds, such as `12s`.
        """
        if text.count(":") not in (3, 4):
            raise ValueError(f"{text!r} is not of the form endpoint:page:kind:times[:account]")
        endpoint, page, kind, times, *rest = text.split(":")
        account = int(rest[0]) if rest else None
        if times.endswith("s"):
            return cls(endpoint, int(page), kind, account=account, seconds=float(times[:-1]))
        return cls(endpoint, int(page), kind, int(times), account)

    def as_dict(self) -> dict[str, Any]:
        """For the control endpoints."""
        return asdict(self)

    @property
    def proxy(self) -> Proxy | None:
        """Who answers in Harvest's place; None where Harvest does."""
        return Proxy.parse(self.kind)

    @property
    def place(self) -> Place:
        """Where it strikes."""
        proxy = self.proxy
        if proxy is None:
            return Place.INSIDE
        return Place.AFTER if proxy.after else Place.BEFORE

    def strikes(self, endpoint: str, page: int, account: int | None, now: float) -> bool:
        """Whether it is this one's turn; counts it. `now` is in seconds."""
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
