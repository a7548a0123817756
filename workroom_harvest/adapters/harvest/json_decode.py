"""Lenient decoding of JSON that is not quite what it should be."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from workroom_harvest.adapters.harvest.json_repair import repair
from workroom_harvest.domain.messages import Code, Message

MOST_OPTIONAL = 2**16
"""The most bytes of a value that the plugin can do without, such as a person's roles."""

UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, ArithmeticError, RecursionError)
"""The exceptions of decoding."""

MOST_OF_A_PROBLEM = 200
"""The most characters of a decoder's message, which repeats what was read."""

M = TypeVar("M")


def decode_text(decode: Callable[[Any], M], text: bytes | msgspec.Raw) -> M:
    """Return what `decode` makes of a text, with U+FFFD for bytes that are not UTF-8.

    Raise one of `UNREADABLE`.
    """
    try:
        return decode(text)
    except UnicodeDecodeError:
        return decode(bytes(text).decode("utf-8", "replace").encode())


def decode_body(decode: Callable[[Any], M], body: bytes) -> M:
    """Return what `decode` makes of a body, which is repaired if necessary.

    Raise one of `UNREADABLE`.
    """
    try:
        return decode_text(decode, body)
    except UNREADABLE:
        return decode_text(decode, repair(body))


def decode_optional(text: msgspec.Raw, kind: type[M]) -> M | None:
    """Return a value that the plugin can do without, or None if it is of another kind."""
    if memoryview(text).nbytes > MOST_OPTIONAL:
        return None
    try:
        return decode_text(lambda one: msgspec.json.decode(one, type=kind), text)
    except UNREADABLE:
        return None


def problem(error: Exception) -> Message:
    """Return the message about a member that cannot be read, with the decoder's own words."""
    return Message(Code.ENTRY_UNREADABLE, {"problem": str(error)[:MOST_OF_A_PROBLEM]})
