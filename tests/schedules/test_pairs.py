"""Every interleaving of each two use cases that write, over the fakes."""

from collections.abc import Callable
from functools import partial
from itertools import combinations_with_replacement

import pytest

from tests.schedules.processes import PROCESSES
from tests.schedules.scene import Scene, search
from tests.schedules.world import World

SCENES = [Scene(*pair) for pair in combinations_with_replacement(PROCESSES, 2)]
FIRST_CONNECTIONS = [
    Scene(*pair, partial(World, is_connected=False))
    for pair in combinations_with_replacement(("connect", "other account", "disconnect"), 2)
]


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_two_use_cases_keep_every_promise(
    scene: Scene, bound: int, count: Callable[[int], None]
) -> None:
    """However they are interleaved, killed and paused."""
    count(search(scene, bound))


@pytest.mark.parametrize("scene", FIRST_CONNECTIONS, ids=str)
def test_so_do_two_where_nobody_is_connected_yet(
    scene: Scene, bound: int, count: Callable[[int], None]
) -> None:
    """There is no row yet that one could wait for."""
    count(search(scene, bound))
