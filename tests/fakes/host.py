"""The four host ports in memory, and that for timelogs that can be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.entries import FoundTimelog, NewTimelog
from workroom_harvest.domain.errors import TimelogsRefused
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.host import (
    Access,
    ActivityType,
    Catalogue,
    Member,
    People,
    Project,
    Timelogs,
)


@dataclass
class FakeStudio:
    """A studio: its members by id, who may manage it, and what a mapping can point to."""

    members: dict[str, Member] = field(default_factory=dict)
    managers: set[str] = field(default_factory=set)
    projects: list[Project] = field(default_factory=list)
    activity_types: list[ActivityType] = field(default_factory=list)
    is_pro: bool = True
    time_zone: str | None = None


class FakeWorkroom(People, Access, Catalogue, Timelogs, CorrectableTimelogs):
    """The host's four objects in one.

    `refuses` are the stamps that it does not take, with the causes. While `names_refusals` it names
    all of them; otherwise it raises a plain exception that names none.
    """

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database
        self.studios: dict[str, FakeStudio] = {}
        self.asker: Member | None = None
        self.refuses: dict[int, str] = {}
        self.names_refusals = True

    def studio(self, studio_id: str) -> FakeStudio:
        """Return the studio of that id, which is made if need be."""
        return self.studios.setdefault(studio_id, FakeStudio())

    def hire(self, studio_id: str, name: str, *, may_manage: bool = False) -> Member:
        """Add a member to a studio, whose id is the name, and return the member."""
        member = Member(name, studio_id, name.title(), f"{name}@{studio_id}.example")
        self.studio(studio_id).members[name] = member
        if may_manage:
            self.studio(studio_id).managers.add(name)
        return member

    def timelogs(self, studio_id: str) -> dict[int, NewTimelog]:
        """Return the studio's committed timelogs by stamp."""
        found = self._database.committed("timelogs")
        return {stamp: log for (studio, stamp), log in found.items() if studio == studio_id}

    def current_member(self) -> Member | None:
        return self.asker

    def active_members(self, studio_id: str) -> Sequence[Member]:
        return list(self.studio(studio_id).members.values())

    def member(self, studio_id: str, member_id: str) -> Member | None:
        return self.studio(studio_id).members.get(member_id)

    def time_zone(self, studio_id: str) -> str | None:
        return self.studio(studio_id).time_zone

    def is_pro(self, studio_id: str) -> bool:
        return self.studio(studio_id).is_pro

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        studio = self.studio(studio_id)
        return member_id in studio.members and member_id in studio.managers

    def projects(self, studio_id: str) -> Sequence[Project]:
        return list(self.studio(studio_id).projects)

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        return list(self.studio(studio_id).activity_types)

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add all timelogs, or raise when some are added and leave the rest to the savepoint."""
        table = self._database.table("timelogs")
        refused = {log.entry_id for log in timelogs} & self.refuses.keys()
        for log in timelogs:
            if log.entry_id in refused:
                self._refuse(refused)
            if (studio_id, log.entry_id) in table:
                raise NotUniqueError("timelogs")
            table[studio_id, log.entry_id] = log
        return len(timelogs)

    def lock(self, studio_id: str, stamp: int, sentence: str = "It is locked.") -> None:
        """Lock a timelog for that reason, in the open transaction."""
        self._database.table("locks")[studio_id, stamp] = sentence

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        table, locks = self._database.table("timelogs"), self._database.table("locks")
        keys = [(studio_id, stamp) for stamp in entry_ids if (studio_id, stamp) in table]
        return [_found(table[key], locks.get(key)) for key in keys]

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._demand_free(studio_id, [log.entry_id for log in timelogs])
        self._database.table("timelogs").update(
            {(studio_id, log.entry_id): log for log in timelogs}
        )
        return len(timelogs)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        self._demand_free(studio_id, entry_ids)
        for stamp in entry_ids:
            del self._database.table("timelogs")[studio_id, stamp]
        return len(entry_ids)

    def _demand_free(self, studio_id: str, entry_ids: Sequence[int]) -> None:
        locks = {one.entry_id: one.locked for one in self.find_many(studio_id, entry_ids, True)}
        causes = {stamp: locks.get(stamp, "It is not there.") for stamp in entry_ids}
        if refused := {stamp: cause for stamp, cause in causes.items() if cause}:
            raise TimelogsRefused(refused)

    def _refuse(self, refused: set[int]) -> None:
        if self.names_refusals:
            raise TimelogsRefused({stamp: self.refuses[stamp] for stamp in refused})
        raise ValueError("something is wrong\nwith a value that nobody should read")


def _found(log: NewTimelog, locked: str | None) -> FoundTimelog:
    return FoundTimelog(
        log.entry_id,
        log.project_id,
        log.activity_type_id,
        log.member_id,
        log.spent_on,
        log.duration,
        log.title,
        log.billable,
        locked,
    )
