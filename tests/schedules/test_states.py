"""States of worlds are told apart by whatever is in them, however deep."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.schedules.scheduler import Scheduler
from tests.schedules.studio import faked
from tests.support.states import States


@dataclass
class Box:
    """Something with something in it."""

    content: object


@pytest.mark.parametrize(
    "change",
    [
        lambda plugin: plugin.clock.advance(plugin.harvest.lifetime),
        lambda plugin: plugin.ports.ids.new(),
        lambda plugin: plugin.account.remove(2),
        lambda plugin: plugin.harvest.consent(1),
        lambda plugin: plugin.moments.kill("begin"),
        lambda plugin: next(plugin.database.sequence),
    ],
    ids=["time", "an id", "an entry", "a code", "a threat", "a number"],
)
def test_whatever_happens_to_a_plugin_is_another_state(change: Callable[[object], object]) -> None:
    """Two plugins that were made alike are in one state until something happens to one of them."""
    states, plugin = States(Scheduler), faked()
    before = states.number(plugin)
    assert states.number(faked()) == before
    change(plugin)
    assert states.number(plugin) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (Box([]), Box(())),
        ([box := Box(1), box], [Box(1), Box(1)]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
    ids=["kinds", "kinds within", "one object by two names", "an order"],
)
def test_what_differs_in_kind_or_order_is_another_state(one: object, other: object) -> None:
    """One object that goes by two names, and so changes under both, is not two that are alike."""
    states = States()
    assert states.number(one) != states.number(other)


def test_what_cannot_be_looked_into_has_no_state() -> None:
    """It is refused, since it may hold a difference."""
    with pytest.raises(TypeError):
        States().number(Box(iter([1])))
