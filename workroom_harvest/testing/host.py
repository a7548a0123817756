"""What a contract test is given: the host's objects, and what is stored in the host."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs


@dataclass(frozen=True)
class Written:
    """A timelog as the host stores it.

    `stamp` is the Harvest entry's id, `spent_on` a calendar date, `minutes` the whole duration, and
    `title` what a person reads first.
    """

    stamp: int
    project_id: str
    activity_type_id: str
    member_id: str
    spent_on: date
    minutes: int
    title: str
    billable: bool


@dataclass(frozen=True)
class Host:
    """A host with two studios on Pro and one that is not.

    `studio_id` is the studio to import into. It has a manager (an Admin or the Designer), a plain
    member, and a former member who was a manager once. Of its projects and of its activity types
    one each is in use and one is archived. Everything that is called `other_…` belongs to
    `other_studio_id`, and to no other studio.

    `written` returns the first studio's imported timelogs as the open transaction sees them, and
    `rollback` undoes that transaction. `begin` writes anything, as the plugin has done when it
    calls the host: on SQLite the host's savepoints are within a transaction only after a write.

    `lock` is for hosts with `CorrectableTimelogs`: in the open transaction it locks the first
    studio's timelog of a stamp, in one of the ways in which the host locks timelogs. It is None
    where no timelog is ever locked.
    """

    people: People
    access: Access
    catalogue: Catalogue
    timelogs: Timelogs
    studio_id: str
    manager_id: str
    plain_member_id: str
    former_manager_id: str
    project_id: str
    archived_project_id: str
    activity_type_id: str
    archived_activity_type_id: str
    other_studio_id: str
    other_manager_id: str
    other_project_id: str
    other_activity_type_id: str
    studio_id_without_pro: str
    written: Callable[[], Sequence[Written]]
    rollback: Callable[[], object]
    begin: Callable[[], object] = lambda: None
    lock: Callable[[int], object] | None = None

    def stamps(self) -> list[int]:
        """Return the stamps of the first studio's timelogs, in order."""
        return sorted(one.stamp for one in self.written())

    def timelog(self, stamp: int, *, title: str = "Plans") -> NewTimelog:
        """Return a timelog of 7 h 59 min that the first studio must accept."""
        return NewTimelog(
            entry_id=stamp,
            project_id=self.project_id,
            activity_type_id=self.activity_type_id,
            member_id=self.manager_id,
            spent_on=date(2026, 6, 1),
            duration=Duration(7, 59),
            title=title,
            billable=True,
        )

    def other_timelog(self, stamp: int) -> NewTimelog:
        """Return a timelog that the other studio must accept."""
        return replace(
            self.timelog(stamp, title="Not yours"),
            project_id=self.other_project_id,
            activity_type_id=self.other_activity_type_id,
            member_id=self.other_manager_id,
        )
