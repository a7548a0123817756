"""What a contract test is given: a host, and what stands in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs


@dataclass(frozen=True)
class Written:
    """A timelog as it stands in the host: `minutes` in all, `title` what a person reads first.

    `stamp` is the Harvest entry's id.
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
    """A host with three studios: one to import into, another beside it, and one that is not Pro.

    The first, `studio_id`, is on Pro. It has a manager (an Admin or Designer) and a plain member,
    a former member who was a manager once, and of projects and of activity types one each that is
    in use and one that is archived. What is called `other_…` belongs to `other_studio_id`, which
    is on Pro, too, and to no other studio. `written` reads the first studio's imported timelogs as
    the open transaction sees them; `rollback` ends that transaction without a trace. `begin` writes
    anything at all, as the plugin has by the time that it calls: on SQLite savepoints of the host's
    are within a transaction only then.
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

    def stamps(self) -> list[int]:
        """Of the first studio's timelogs, in order."""
        return sorted(one.stamp for one in self.written())

    def timelog(self, stamp: int, *, title: str = "Plans") -> NewTimelog:
        """One that the first studio must take."""
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
