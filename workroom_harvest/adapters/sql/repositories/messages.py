"""The form in which messages are stored: `[code, {…}]`."""

import json
from typing import Any

from workroom_harvest.domain.messages import Code, Message


def message_json(message: Message | None) -> list[Any] | None:
    """Return the message as it is stored, or None for None."""
    return None if message is None else [str(message.code), dict(message.data)]


def message_text(message: Message | None) -> str | None:
    """Return the message as JSON text, or None for None."""
    return None if message is None else json.dumps(message_json(message))


def message_of(stored: list[Any]) -> Message:
    """Return a stored message; raise `ValueError` if this version does not know its code."""
    code, data = stored
    return Message(Code(code), data)


def optional_message(stored: list[Any] | None) -> Message | None:
    """Return a stored message, or None for null."""
    return None if stored is None else message_of(stored)


def known_message(text: str | None) -> Message | None:
    """Return a message of JSON text, or None for null and what this version does not know."""
    try:
        return None if text is None else message_of(json.loads(text))
    except (ValueError, TypeError):
        return None
