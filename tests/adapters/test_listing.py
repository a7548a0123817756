"""How a list is read, whatever its body is made of."""

import contextlib

import pytest

from tests.support.hostile import SHAPES, hostile
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.listing import STRING
from workroom_harvest.domain.errors import HarvestNonsense

MEGABYTE = 2**20


@pytest.mark.parametrize("unit", [b'\\"', b"\\", b"a", b'\\"a'])
def test_a_string_that_does_not_end_is_looked_at_once(unit: bytes) -> None:
    """And not from each of its quotes on: that would take the square of its length."""
    body = b'["ends","' + unit * 1000
    assert [found.end() for found in STRING.finditer(body)] == [7, len(body)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_body_that_is_slow_to_read_ends_in_a_page_or_in_an_error(shape: str) -> None:
    """Never in another exception, nor in more than a page has; `make bench` has the seconds."""
    with contextlib.suppress(HarvestNonsense):
        page = payloads.entry_page(hostile(shape, MEGABYTE))
        assert len(page.entries) <= 10_000
