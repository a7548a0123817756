"""Every interleaving of each two use cases that write, over the fakes."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.schedules.corrections import CORRECTION_PAIRS, DISTURBED_TWICE, MET_MOST
from tests.schedules.scene import BUTTON_PAIRS, FIRST_PAIRS, PAIRS, Scene, search
from tests.schedules.world import World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test of corrections the pairs of its form, with its bounds."""
    if "correction_pair" not in metafunc.fixturenames:
        return
    is_long = metafunc.config.getoption("--long")
    pairs = CORRECTION_PAIRS if is_long else MET_MOST
    bounds = [2 if is_long and pair in DISTURBED_TWICE else 1 for pair in pairs]
    names = [" + ".join(pair) for pair in pairs]
    cases = list(zip(pairs, bounds, strict=True))
    metafunc.parametrize(("correction_pair", "correction_bound"), cases, ids=names)


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


def test_so_do_undo_corrections_and_what_is_brought_back(
    correction_pair: tuple[str, str], correction_bound: int, count: Callable[[int], None]
) -> None:
    """Beside each other, and whatever could meet them; nothing that was edited is touched.

    Each has many moments, so that two disturbances are tried beside an import alone.
    """
    count(search(Scene(*correction_pair), correction_bound))


@pytest.mark.parametrize("pair", FIRST_PAIRS, ids=" + ".join)
def test_so_do_two_where_nobody_is_connected_yet(
    pair: tuple[str, str], bound: int, count: Callable[[int], None]
) -> None:
    """There is no row yet that one could wait for."""
    count(search(Scene(*pair, partial(World, is_connected=False)), bound))
