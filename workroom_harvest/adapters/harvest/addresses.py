"""The order in which the addresses of a name are tried: those that failed lately come last."""

import socket
import time
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore

AVOIDED_FOR = 300.0
"""Seconds for which an address that did not answer is tried after the others."""

LOOK_UP_SECONDS = 5.0
"""Seconds for resolving a name. A resolver that is down takes half a minute to say so."""

Resolver = Callable[[str, int], Sequence[str]]
"""A function from a name and a port to the addresses."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, each once, IPv6 and IPv4 in turns (RFC 8305).

    Raise `httpcore.ConnectError` if it has none, and `httpcore.ConnectTimeout` after
    `LOOK_UP_SECONDS`. The system's resolver cannot be interrupted, so its thread is left behind
    then.
    """
    answer: SimpleQueue[list[tuple[Any, ...]] | Exception] = SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    Thread(target=look_up, daemon=True).start()
    try:
        found = answer.get(timeout=LOOK_UP_SECONDS)
    except Empty:
        raise httpcore.ConnectTimeout(f"the name {host} takes too long to resolve") from None
    if isinstance(found, Exception):
        raise httpcore.ConnectError(f"the name {host} does not resolve") from found
    return interleaved([(info[0], str(info[4][0])) for info in found])


def interleaved(found: Sequence[tuple[object, str]]) -> Sequence[str]:
    """Return addresses with their families in turns, so that a dead family costs little time.

    `found` are pairs of family and address; each address is returned once.
    """
    families: dict[object, list[str]] = {}
    for family, address in found:
        families.setdefault(family, []).append(address)
    mixed = chain.from_iterable(zip_longest(*families.values()))
    return list(dict.fromkeys(address for address in mixed if address))


class Addresses:
    """The addresses of a name in the order in which to try them, as this process knows it."""

    def __init__(
        self, resolve: Resolver = resolve_host, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._resolve = resolve
        self._monotonic = monotonic
        self._avoided: dict[str, float] = {}

    def of(self, host: str, port: int) -> Sequence[str]:
        """Return all addresses of a name, with those last that did not answer lately."""
        now = self._monotonic()
        # `sorted` is stable, so the resolver's order is kept otherwise.
        return sorted(self._resolve(host, port), key=lambda one: self._avoided.get(one, now) > now)

    def avoid(self, address: str) -> None:
        """Try this address after the others for `AVOIDED_FOR` seconds."""
        self._avoided[address] = self._monotonic() + AVOIDED_FOR
