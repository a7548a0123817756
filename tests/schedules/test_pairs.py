"""Every interleaving of each two use cases that write, over the fakes."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.schedules.scene import BUTTON_PAIRS, FIRST_PAIRS, PAIRS, Scene, search
from tests.schedules.world import World


@pytest.mark.parametrize("pair", PAIRS, ids=" + ".join)
def test_two_use_cases_keep_every_promise(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """However they are interleaved, killed and paused."""
    count(search(Scene(*pair), bound))


@pytest.mark.parametrize("pair", BUTTON_PAIRS, ids=" + ".join)
def test_so_does_what_people_do_with_a_run_of_each_kind(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """What waits and previews are cancelled and continued beside whatever could meet them."""
    count(search(Scene(*pair), bound))


@pytest.mark.parametrize("pair", FIRST_PAIRS, ids=" + ".join)
def test_so_do_two_where_nobody_is_connected_yet(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """There is no row yet that one could wait for."""
    count(search(Scene(*pair, partial(World, is_connected=False)), bound))
