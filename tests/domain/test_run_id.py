"""The form of a run's id."""

import pytest

from workroom_harvest.domain.run_id import is_run_id


def test_a_run_id_is_32_lower_case_hexadecimal_digits() -> None:
    """A text of 32 lower-case hexadecimal digits may be the id of a run."""
    assert is_run_id("0123456789abcdef" * 2)


@pytest.mark.parametrize(
    "other",
    ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 31 + "\n", "\0" + "a" * 31, None, 7, b"a"],
)
def test_nothing_else_is_looked_up_as_a_run_id(other: object) -> None:
    """Any other text, and what is no text, is not looked up, since a database may fail on it."""
    assert not is_run_id(other)
