"""The use case that sums up what a run skipped for lack of a mapping."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.following_up.group_names import ItemNames
from workroom_harvest.domain.waiting import (
    LACKS_MAPPING,
    GroupKind,
    Tally,
    WaitingGroup,
    WaitingKey,
)


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """What a run skipped for lack of one mapping: of a Harvest project or task, with its name.

    `is_left_out` says that the project or task is left out on purpose by now.
    """

    group: WaitingGroup
    name: str
    tally: Tally
    is_left_out: bool


SkippedGroups = Mapping[SkipReason, Sequence[SkippedGroup]]
"""What a run skipped for each reason that a mapping ends, most hours first."""


@dataclass(frozen=True)
class GroupSkipped:
    """Sum up what a run skipped for lack of a mapping, by what lacks it."""

    store: Store

    def __call__(self, run: ImportRun) -> SkippedGroups:
        """Return what lacked a mapping, by the project or task that lacks it or is left out.

        There is nothing of a run over a former connection, whose mappings are gone.
        """
        if not any(run.progress.skipped.get(reason) for reason in LACKS_MAPPING):
            return {}
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(run.studio_id)
            if connection is None or connection.id != run.connection_id:
                return {}
            studio_id, account_id = run.studio_id, connection.harvest_account.id
            left_out = tx.left_out.of(studio_id, account_id)
            sums = _sums(tx.waiting.skipped_by(studio_id, account_id, run.id), left_out)
            names = ItemNames.of_groups(tx, connection, (group for _, group in sums))
        found: dict[SkipReason, list[SkippedGroup]] = {}
        for (reason, group), tally in sorted(sums.items(), key=lambda one: -one[1].minutes):
            one = SkippedGroup(group, names.of_group(group), tally, group in left_out)
            found.setdefault(reason, []).append(one)
        return found


def _sums(
    tallies: Mapping[WaitingKey, Tally], left_out: Collection[WaitingGroup]
) -> Mapping[tuple[SkipReason, WaitingGroup], Tally]:
    """Return how much lacked a mapping, by reason and group.

    What is left out stands in the group that was left out, as in the waiting list.
    """
    found: dict[tuple[SkipReason, WaitingGroup], Tally] = {}
    for key, tally in tallies.items():
        sides = list(_sides(key))
        on_purpose = [one for one in sides if one in left_out]
        for group in [*on_purpose, *(one for one in sides if _lacks(one, key.reason))][:1]:
            found[key.reason, group] = found.get((key.reason, group), Tally()) + tally
    return found


def _sides(key: WaitingKey) -> Iterator[WaitingGroup]:
    """Yield the groups of a project and a task, if it is a mapping that was lacking."""
    if key.reason in LACKS_MAPPING and key.project_id and key.task_id:
        yield WaitingGroup(GroupKind.PROJECT, key.project_id)
        yield WaitingGroup(GroupKind.TASK, key.task_id)


def _lacks(group: WaitingGroup, reason: SkipReason) -> bool:
    return LACKS_MAPPING[reason] is group.kind
