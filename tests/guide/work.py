"""Adds entries to an empty Harvest account, by the names of user, project and task."""

from datetime import date

from demo.harvest.world import Project, Task, User
from tests.support.servers import LocalHarvest

DAY = date(2026, 6, 1)


class Work:
    """An emptied Harvest account, to which entries are added by names."""

    def __init__(self, harvest: LocalHarvest) -> None:
        self.world = harvest.world
        self.world.entries = {account: [] for account in self.world.entries}

    def add(
        self,
        hours: str = "1.0",
        notes: str | None = "Plans",
        *,
        user: str = "Elin",
        project: str = "Villa Sandhamn",
        task: str = "Drawings",
        billable: bool = True,
        running: bool = False,
        day: date = DAY,
    ) -> int:
        """Add a time entry and return its id."""
        world = self.world
        person: User = next(u for u in world.users.values() if u.first_name == user)
        where: Project = next(p for p in world.projects.values() if p.name == project)
        what: Task = next(t for t in world.tasks.values() if t.name == task)
        made = world.entry(
            person, where, what, day, hours, notes, billable=billable, running=running
        )
        return made.id


def accounts_with_entries(work: Work) -> list[int]:
    """Return the ids of the Harvest accounts that have entries."""
    return [account for account, entries in work.world.entries.items() if entries]
