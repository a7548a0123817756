"""Reading a list whose body is made to be slow to read."""

import contextlib

import pytest

from tests.support.slow_bodies import SHAPES, slow_body
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.errors import MalformedResponse

MEGABYTE = 2**20


@pytest.mark.parametrize("shape", SHAPES)
def test_a_body_that_is_slow_to_read_ends_in_a_page_or_in_an_error(shape: str) -> None:
    """A hostile body becomes a page of at most 10,000 entries, or raises `MalformedResponse`.

    `make bench` measures the seconds.
    """
    with contextlib.suppress(MalformedResponse):
        page = payloads.entry_page(slow_body(shape, MEGABYTE)).read()
        assert len(page.entries) <= 10_000
