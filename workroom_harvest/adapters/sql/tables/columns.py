"""What the definitions of all tables share."""

from collections.abc import Iterable

PREFIX = "workroom_harvest_"
"""The beginning of the name of each table."""

HOST_ID = 64
"""The most characters of an id of the host's."""


def one_of(column: str, words: Iterable[str]) -> str:
    """Return the condition that the column has one of the words."""
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"
