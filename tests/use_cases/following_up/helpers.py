"""The waiting list as a person sees it."""

from tests.fakes.plugin import CABIN, DRAWINGS, PLANS, STUDIO, VILLA, FakedPlugin
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

OF_VILLA, OF_CABIN = WaitingGroup(GroupKind.PROJECT, VILLA), WaitingGroup(GroupKind.PROJECT, CABIN)
OF_PLANS = WaitingGroup(GroupKind.TASK, PLANS)
UNKNOWN = WaitingGroup(GroupKind.PROJECT, 99)
TIMERS = WaitingGroup(GroupKind.REASON, reason=SkipReason.TIMER_RUNNING)
VILLA_ONLY = MappingChanges((Choice(VILLA, "villa"),), (Choice(DRAWINGS, "drawings"),))
CABIN_TOO = MappingChanges((Choice(CABIN, "cabin"),), ())
NOT_CABIN = MappingChanges((Choice(CABIN, None),), ())


def waiting(plugin: FakedPlugin) -> dict[str, tuple[int, bool]]:
    """Return how many entries wait by the name of their group or reason, and if they may in."""
    return {
        one.name or str(one.counted.group.reason): (
            one.counted.tally.entries,
            one.counted.is_mapped,
        )
        for one in plugin.use.show_waiting(STUDIO).groups
    }


def left_out(plugin: FakedPlugin) -> dict[str, int]:
    """Return how many entries wait in what was left out, by name."""
    found = plugin.use.show_waiting(STUDIO).left_out
    return {one.name: one.counted.tally.entries for one in found}


def stored(plugin: FakedPlugin) -> int:
    """Return how many items the host's pages show, which is checked against the list itself."""
    count = plugin.connection().todo_count
    assert count == len(plugin.use.show_todo(STUDIO).items)
    return count
