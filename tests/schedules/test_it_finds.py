"""The search finds faults that are put in on purpose, with a single disturbance."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.schedules.broken import (
    BrokenWorld,
    UncheckedSaves,
    by_own_clock,
    credulous,
    unchecked_nights,
    unfenced,
    unforgiving,
)
from tests.schedules.scene import Scene, search
from tests.schedules.world import World

FOREIGN_PAIR = "a pair is stored of an account that is not connected"
FALSE_RECONNECT = "Reconnect is asked for, and the grant lives"


@pytest.mark.parametrize(
    ("one", "other", "broken", "violation"),
    [
        ("save", "other account", UncheckedSaves, FOREIGN_PAIR),
        ("refresh", "refresh", partial(BrokenWorld, unforgiving), FALSE_RECONNECT),
        ("import", "refresh", partial(BrokenWorld, by_own_clock), "a run failed"),
        ("refresh", "disconnect", partial(BrokenWorld, credulous), "a grant lives at Harvest"),
        ("import", "import", partial(BrokenWorld, unfenced), "a run that was over was changed"),
        ("undo", "cancel undo", partial(BrokenWorld, unfenced), "a run that was over was changed"),
        ("night", "click", partial(BrokenWorld, unchecked_nights), "a night was missed"),
    ],
    ids=[
        "a save beside another account",
        "a pair that lands",
        "clocks",
        "a grant",
        "the fence",
        "the fence of an undo",
        "a night beside a click",
    ],
)
def test_the_search_notices(
    one: str, other: str, broken: Callable[[], World], violation: str
) -> None:
    """What was found by people before, or would be found by nothing else."""
    with pytest.raises(AssertionError, match=violation):
        search(Scene(one, other, broken), 1)
