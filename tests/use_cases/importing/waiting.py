"""What the tests of imports of what waits share: groups, and entries that wait in them."""

from datetime import date, timedelta
from typing import Any

from tests.fakes.plugin import CABIN, DRAWINGS, MAPPED, PLANS, VILLA, FakedPlugin
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

AT_CABIN, AT_VILLA = WaitingGroup(GroupKind.PROJECT, CABIN), WaitingGroup(GroupKind.PROJECT, VILLA)
OF_PLANS = WaitingGroup(GroupKind.TASK, PLANS)
WITHOUT_CABIN = MappingChanges((Choice(VILLA, "villa"),), (Choice(DRAWINGS, "drawings"),))
FIRST = date(2026, 6, 1)


def of_reason(reason: SkipReason) -> WaitingGroup:
    """Return the group of a reason."""
    return WaitingGroup(GroupKind.REASON, reason=reason)


def wait_at_cabin(plugin: FakedPlugin, count: int = 5, **fields: Any) -> list[HarvestEntry]:
    """Let entries wait because the cabin is not mapped, one on each day of June; then map it."""
    plugin.map(WITHOUT_CABIN)
    entries = [
        plugin.log(project_id=CABIN, spent_on=FIRST + timedelta(days=number % 28), **fields)[0]
        for number in range(count)
    ]
    plugin.import_days()
    plugin.map(MAPPED)
    return entries


def states(plugin: FakedPlugin) -> dict[int, EntryState]:
    """Return the state of each entry on record."""
    return {number: record.state for number, record in plugin.records().items()}


def codes(run: ImportRun) -> list[Code]:
    """Return the codes of a run's warnings."""
    return [warning.code for warning in run.warnings]
