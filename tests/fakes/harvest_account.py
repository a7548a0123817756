"""A Harvest account in memory, as its people use it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.waiting import GroupKind
from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window


@dataclass
class FakeAccount:
    """A Harvest account; `assigned` are the projects of the connected user."""

    id: int
    name: str
    clock: Clock
    emails: dict[int, str] = field(default_factory=dict)
    projects: dict[int, HarvestItem] = field(default_factory=dict)
    tasks: dict[int, HarvestItem] = field(default_factory=dict)
    assigned: set[int] = field(default_factory=set)
    entries: dict[int, HarvestEntry] = field(default_factory=dict)
    changed_at: dict[int, datetime] = field(default_factory=dict)
    unreadable: list[UnreadableEntry] = field(default_factory=list)

    def put(self, entry: HarvestEntry, changed_at: datetime | None = None) -> HarvestEntry:
        """Log the entry, or edit the one that has its id, now or then; return it as stored."""
        at = changed_at or self.clock.now().replace(microsecond=0)
        self.entries[entry.id] = replace(entry, updated_at=at)
        self.changed_at[entry.id] = at
        return self.entries[entry.id]

    def stop(self, entry_id: int, hours: Decimal = Decimal(1)) -> None:
        """Stop a timer at that many hours."""
        self.put(replace(self.entries[entry_id], is_running=False, hours=hours))

    def remove(self, entry_id: int) -> None:
        """Delete an entry without a trace."""
        del self.entries[entry_id], self.changed_at[entry_id]

    def within(self, window: Window) -> list[HarvestEntry]:
        """Return the entries of a window, newest first."""
        found = [one for one in self.entries.values() if self._is_in(one, window)]
        return sorted(found, key=newest_first)

    def _is_in(self, entry: HarvestEntry, window: Window) -> bool:
        match window:
            case Days(first=first, last=last):
                return first <= entry.spent_on <= last
            case Waiting(group=group, days=days):
                ids = {GroupKind.PROJECT: entry.project_id, GroupKind.TASK: entry.task_id}
                fits = ids.get(group.kind) == group.harvest_id
                return fits and days is not None and self._is_in(entry, days)
            case ChosenEntries(days=days):
                return days is not None and self._is_in(entry, days)
            case ChangedSince(since=since):
                return self.changed_at[entry.id] > since.replace(microsecond=0)


def newest_first(entry: HarvestEntry) -> tuple[int, int]:
    return -entry.spent_on.toordinal(), -entry.id
