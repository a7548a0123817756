"""Which address of a name to try first: those that did not answer lately come last."""

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
"""For a name; a resolver that is away takes half a minute to say so."""

Resolver = Callable[[str, int], Sequence[str]]


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, each once, IPv6 and IPv4 by turns (RFC 8305).

    Raises `httpcore.ConnectError` for one that has none, and `httpcore.ConnectTimeout` after
    `LOOK_UP_SECONDS`: the system's resolver cannot be interrupted, but left behind in its thread.
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
    """Return addresses with their families by turns: one that is dead keeps nobody waiting long."""
    families: dict[object, list[str]] = {}
    for family, address in found:
        families.setdefault(family, []).append(address)
    mixed = chain.from_iterable(zip_longest(*families.values()))
    return list(dict.fromkeys(address for address in mixed if address))


class Addresses:
    """The addresses of a name in the order in which to try them, as this process knows them."""

    def __init__(
        self, resolve: Resolver = resolve_host, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._resolve = resolve
        self._monotonic = monotonic
        self._avoided: dict[str, float] = {}

    def of(self, host: str, port: int) -> Sequence[str]:
        """Return all addresses of a name, those last that did not answer lately."""
        now = self._monotonic()
        # `sorted` keeps the resolver's order among equals.
        return sorted(self._resolve(host, port), key=lambda one: self._avoided.get(one, now) > now)

    def avoid(self, address: str) -> None:
        """Try this address after the others for `AVOIDED_FOR` seconds."""
        self._avoided[address] = self._monotonic() + AVOIDED_FOR
