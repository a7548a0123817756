"""Tests of the domain, none of which knows what another one did before."""

import pytest

from workroom_harvest.domain.text import folded


@pytest.fixture(autouse=True)
def no_address_was_seen() -> None:
    """Begin each test with an empty cache, which would hide a change of what it holds."""
    folded.cache_clear()
