"""Leniency in decoding: what is read of JSON that is not quite what it should be."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from workroom_harvest.adapters.harvest.json_repair import repair
from workroom_harvest.domain.messages import Code, Message

MOST_OPTIONAL = 2**16
"""Bytes of a value that the plugin can do without, such as a person's roles."""

UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, ArithmeticError, RecursionError)

MOST_OF_A_PROBLEM = 200
"""Characters: a decoder repeats what it read."""

M = TypeVar("M")


def decode_text(decode: Callable[[Any], M], text: bytes | msgspec.Raw) -> M:
    """Return what `decode` makes of a text; bytes that are no UTF-8 become U+FFFD.

    Raises what `UNREADABLE` names.
    """
    try:
        return decode(text)
    except UnicodeDecodeError:
        return decode(bytes(text).decode("utf-8", "replace").encode())


def decode_body(decode: Callable[[Any], M], body: bytes) -> M:
    """Return what `decode` makes of a body, repaired where it must be.

    Raises what `UNREADABLE` names.
    """
    try:
        return decode_text(decode, body)
    except UNREADABLE:
        return decode_text(decode, repair(body))


def decode_optional(text: msgspec.Raw, kind: type[M]) -> M | None:
    """Return a value that the plugin can do without; None where it is of another kind."""
    if memoryview(text).nbytes > MOST_OPTIONAL:
        return None
    try:
        return decode_text(lambda one: msgspec.json.decode(one, type=kind), text)
    except UNREADABLE:
        return None


def problem(error: Exception) -> Message:
    """Return what is said of a member that cannot be read, in the decoder's own words."""
    return Message(Code.ENTRY_UNREADABLE, {"problem": str(error)[:MOST_OF_A_PROBLEM]})
