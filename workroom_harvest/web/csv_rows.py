"""Rows of CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters with which a spreadsheet takes a cell for a formula."""


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as lines of CSV. None is an empty cell, and no text starts a formula."""
    lines = io.StringIO()
    csv.writer(lines).writerows([_cell(value) for value in row] for row in rows)
    return lines.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
