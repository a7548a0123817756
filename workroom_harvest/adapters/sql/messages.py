"""The form in which messages are stored: `[code, {…}]`."""

from typing import Any

from workroom_harvest.domain.messages import Code, Message


def message_json(message: Message | None) -> list[Any] | None:
    """Return the message as it is stored, or None for None."""
    return None if message is None else [str(message.code), dict(message.data)]


def message_of(stored: list[Any]) -> Message:
    """Return a stored message; raise `ValueError` if this version does not know its code."""
    code, data = stored
    return Message(Code(code), data)


def optional_message(stored: list[Any] | None) -> Message | None:
    """Return a stored message, or None for null."""
    return None if stored is None else message_of(stored)


def known_message(stored: list[Any] | None) -> Message | None:
    """Return a stored message, or None for null and for one that this version does not know."""
    try:
        return optional_message(stored)
    except (ValueError, TypeError):
        return None
