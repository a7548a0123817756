"""What the demo prints: steps with a tick and their seconds, in colour on a terminal."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

BOLD, RED, GREEN, GREY, CYAN = "1", "31", "32", "90", "36"
WIDTH = 12
"""The characters of the column with the names of the steps."""


class Console:
    """A stream that people read; `NO_COLOR` and anything but a terminal leave the colours out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._has_colour = (
            stream.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") not in (None, "dumb")
        )

    def line(self, text: str = "") -> None:
        """Print a line."""
        print(text, file=self._stream, flush=True)

    def alive(self) -> None:
        """Print one dot more behind the step that is under way."""
        print(self.paint(".", GREY), end="", file=self._stream, flush=True)

    def paint(self, text: str, *styles: str) -> str:
        """Return the text in a style, where the stream has any."""
        return f"\033[{';'.join(styles)}m{text}\033[0m" if self._has_colour else text

    @contextmanager
    def step(self, name: str, what: str = "") -> Iterator[list[str]]:
        """Print a step's name as it begins, and its seconds at its end.

        What is added to the yielded list is printed behind them.
        """
        begun, notes = time.monotonic(), list[str]()
        print(f"  {name:<{WIDTH}} {what}", end="", file=self._stream, flush=True)
        try:
            yield notes
        except BaseException:
            self.line(self.paint("✗", RED))
            raise
        took = f"{time.monotonic() - begun:.1f} s"
        rest = f"  {' '.join(notes)}" if notes else ""
        self.line(f"{self.paint('✓', GREEN)} {self.paint(took, GREY)}{rest}")


def standard() -> Console:
    """Return the console of this process; a character that it cannot show becomes a `?`."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console(sys.stdout)
