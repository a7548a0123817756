"""Workroom's own rules for timelogs, which its pages and its object for the plugin share."""

from typing import Any, Protocol

from demo.workroom.models import TITLE_LENGTH


class Lockable(Protocol):
    """A timelog, or a row of its table."""

    @property
    def is_locked(self) -> bool: ...
    @property
    def invoice_number(self) -> str | None: ...


def lock_reason(timelog: Lockable) -> str | None:
    """Return a sentence why a timelog may be neither changed nor removed, or None if it may."""
    if timelog.invoice_number is not None:
        return f"It is on invoice {timelog.invoice_number}."
    return "It is locked in Workroom." if timelog.is_locked else None


def text_columns(text: str) -> dict[str, Any]:
    """Return the columns for a text: its first line, cut to its length, and the whole as memo.

    The memo is empty where the title says it all.
    """
    first_line = next(iter(text.strip().splitlines()), "")
    title = first_line[:TITLE_LENGTH]
    return {"title": title, "memo": "" if title == text else text}


def whole_text(title: str, memo: str) -> str:
    """Return the text that `text_columns` made these columns of."""
    return memo or title
