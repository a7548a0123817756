"""What the demo prints, on a terminal and elsewhere."""

import io
import re

import pytest

from demo.console import BOLD, Console


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.mark.parametrize(
    ("stream", "no_color", "term", "is_coloured"),
    [
        (Terminal(), None, "xterm", True),
        (Terminal(), "", "xterm", True),
        (Terminal(), "1", "xterm", False),
        (Terminal(), None, "dumb", False),
        (io.StringIO(), None, "xterm", False),
    ],
)
def test_colour_is_for_terminals(
    stream: io.StringIO,
    no_color: str | None,
    term: str,
    is_coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Colour is on a terminal only, and not where NO_COLOR says something."""
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert Console(stream).paint("bold", BOLD) == ("\033[1mbold\033[0m" if is_coloured else "bold")


def test_a_step_is_named_as_it_begins() -> None:
    """A step's name is there before it is done, then its tick, its seconds and its notes."""
    stream = io.StringIO()
    console = Console(stream)
    with console.step("Redis") as notes:
        assert stream.getvalue().strip() == "Redis"
        console.alive()
        notes.append("here")
    assert re.fullmatch(r"  Redis        \.✓ \d+\.\d s  here\n", stream.getvalue())


def test_a_step_that_fails_has_a_cross() -> None:
    """A step that fails has a cross in place of its tick, and what was raised goes on."""
    stream = io.StringIO()
    with pytest.raises(OSError, match="taken"), Console(stream).step("Redis"):
        raise OSError("taken")
    assert stream.getvalue() == "  Redis        ✗\n"
