"""The groups of waiting entries."""

import pytest

from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


def test_a_group_is_a_project_a_task_or_a_reason() -> None:
    """A project's or task's group has a Harvest id, and a reason's group has that reason."""
    assert WaitingGroup(GroupKind.PROJECT, 10) != WaitingGroup(GroupKind.TASK, 10)
    assert WaitingGroup(GroupKind.REASON, reason=SkipReason.TIMER_RUNNING).harvest_id is None


@pytest.mark.parametrize("kind", GroupKind)
@pytest.mark.parametrize("harvest_id", [None, 10])
@pytest.mark.parametrize("reason", [None, SkipReason.SAVE_FAILED])
def test_a_group_has_the_key_of_its_kind_alone(
    kind: GroupKind, harvest_id: int | None, reason: SkipReason | None
) -> None:
    """A group with both keys, with none, or with the other kind's cannot be made."""
    of_reason = kind is GroupKind.REASON
    if (harvest_id is not None, reason is not None) == (not of_reason, of_reason):
        assert WaitingGroup(kind, harvest_id, reason).kind is kind
        return
    with pytest.raises(ValueError, match="its own key alone"):
        WaitingGroup(kind, harvest_id, reason)
