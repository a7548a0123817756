"""Rows of CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from workroom_harvest.web.words import ENGLISH, reading

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters with which a spreadsheet takes a cell for a formula."""


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as lines of CSV. None is an empty cell, and no text starts a formula."""
    lines = io.StringIO()
    csv.writer(lines).writerows([_cell(value) for value in row] for row in rows)
    return lines.getvalue()


def in_english(parts: Iterator[str]) -> Iterator[str]:
    """Return the parts of a file, written in English for programs, whoever downloads it."""
    with reading(ENGLISH):
        yield from parts


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
