"""Every interleaving of each two use cases that write, over the fakes."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.schedules.scene import FIRST_PAIRS, PAIRS, Scene, search
from tests.schedules.world import World


@pytest.mark.parametrize("pair", PAIRS, ids=" + ".join)
def test_two_use_cases_keep_every_promise(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """However they are interleaved, killed and paused."""
    count(search(Scene(*pair), bound))


@pytest.mark.parametrize("pair", FIRST_PAIRS, ids=" + ".join)
def test_so_do_two_where_nobody_is_connected_yet(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """There is no row yet that one could wait for."""
    count(search(Scene(*pair, partial(World, is_connected=False)), bound))
