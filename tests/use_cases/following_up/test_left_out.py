"""A project or task is left out on purpose, and taken back."""

import pytest

from tests.fakes.plugin import CABIN, STUDIO, FakedPlugin
from tests.use_cases.following_up.helpers import (
    CABIN_TOO,
    NOT_CABIN,
    OF_CABIN,
    OF_PLANS,
    OF_VILLA,
    TIMERS,
    UNKNOWN,
    left_out,
    stored,
    waiting,
)
from workroom_harvest.domain.errors import InvalidGroup, NotConnected, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.waiting import WaitingGroup


def leave_out(plugin: FakedPlugin, group: WaitingGroup) -> None:
    """Leave a group out, as Elin."""
    plugin.use.leave_out(STUDIO, plugin.elin.id, group)


def test_what_is_left_out_is_nothing_to_do(late: FakedPlugin) -> None:
    """A project that is left out is listed as such, its later entries too, until taken back."""
    assert stored(late) == 2
    leave_out(late, OF_CABIN)
    assert (left_out(late), waiting(late)) == ({"Cabin": 3}, {"Plans": (1, False)})
    assert stored(late) == 1
    late.log(1, project_id=CABIN)
    late.import_days()
    assert left_out(late) == {"Cabin": 4}
    assert late.use.list_waiting(STUDIO, OF_CABIN, 9).total == 4
    late.use.take_back(STUDIO, OF_CABIN)
    assert (left_out(late), waiting(late)["Cabin"]) == ({}, (4, False))
    assert stored(late) == 2


def test_what_is_left_out_twice_is_taken_back_once(late: FakedPlugin) -> None:
    """Leaving out what is left out, and taking back what is not, changes nothing."""
    leave_out(late, OF_PLANS)
    leave_out(late, OF_PLANS)
    assert left_out(late) == {"Plans": 2}
    late.use.take_back(STUDIO, OF_PLANS)
    late.use.take_back(STUDIO, OF_PLANS)
    assert left_out(late) == {}


def test_mapping_takes_back_for_good(late: FakedPlugin) -> None:
    """What is mapped is not left out any more, not even once its mapping is cleared again."""
    leave_out(late, OF_CABIN)
    late.map(CABIN_TOO)
    assert (left_out(late), waiting(late)["Cabin"]) == ({}, (2, True))
    late.map(NOT_CABIN)
    assert (left_out(late), waiting(late)["Cabin"]) == ({}, (3, False))


def test_disconnect_forgets_what_was_left_out(late: FakedPlugin) -> None:
    """What was left out goes with the mappings when the studio disconnects."""
    leave_out(late, OF_CABIN)
    late.use.disconnect(STUDIO)
    late.connect()
    assert left_out(late) == {}


@pytest.mark.parametrize(
    ("group", "error", "code"),
    [
        (TIMERS, InvalidGroup, Code.REASON_NOT_LEFT_OUT),
        (OF_VILLA, InvalidGroup, Code.MAPPED_NOT_LEFT_OUT),
        (UNKNOWN, NotFound, Code.GROUP_UNKNOWN),
    ],
)
def test_what_cannot_be_left_out_is_refused(
    late: FakedPlugin, group: WaitingGroup, error: type[InvalidGroup | NotFound], code: Code
) -> None:
    """A reason, what is mapped, and what the account never had cannot be left out."""
    with pytest.raises(error) as refused:
        leave_out(late, group)
    assert refused.value.detail.code is code
    assert late.database.committed("left_out") == {}


@pytest.mark.parametrize("group", [TIMERS, UNKNOWN])
def test_what_cannot_be_left_out_cannot_be_taken_back(
    late: FakedPlugin, group: WaitingGroup
) -> None:
    """A reason, and what the account never had, cannot be taken back either."""
    with pytest.raises((InvalidGroup, NotFound)):
        late.use.take_back(STUDIO, group)


def test_without_a_connection_nothing_is_left_out(plugin: FakedPlugin) -> None:
    """A studio that is not connected can leave nothing out."""
    with pytest.raises(NotConnected):
        leave_out(plugin, OF_CABIN)
