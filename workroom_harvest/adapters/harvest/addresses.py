"""Which address of a name to try first: those that swallowed packets lately come last."""

import socket
import time
from collections.abc import Callable, Sequence

import httpcore

AVOIDED_FOR = 300.0
"""Seconds for which an address that did not answer is tried after the others."""

Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, each once; raises `httpcore.ConnectError` for one that has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} does not resolve") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


class Addresses:
    """The addresses of a name in the order in which to try them, as this process knows them."""

    def __init__(
        self, resolve: Resolve = resolved, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._resolve = resolve
        self._monotonic = monotonic
        self._avoided: dict[str, float] = {}

    def of(self, host: str, port: int) -> Sequence[str]:
        """All of them: first those that nobody had to wait for in vain."""
        now = self._monotonic()
        # `sorted` keeps the resolver's order among equals.
        return sorted(self._resolve(host, port), key=lambda one: self._avoided.get(one, now) > now)

    def avoid(self, address: str) -> None:
        """Try this one after the others for a while."""
        self._avoided[address] = self._monotonic() + AVOIDED_FOR
