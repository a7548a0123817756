"""A benchmark's figures, and the table in which they are printed."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

HEADINGS = ("database", "what", "figure", "measured", "goal")


@dataclass(frozen=True)
class Figure:
    """A line of the table: a figure, what it was made from, and the goal for it, if there is one.

    `database` is empty where none is involved.
    """

    database: str
    what: str
    figure: str
    measured: str = ""
    goal: str = ""


def print_table(figures: Iterable[Figure]) -> None:
    """Print the figures in columns, with a line of headings."""
    rows = [HEADINGS, *map(astuple, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print(flush=True)
