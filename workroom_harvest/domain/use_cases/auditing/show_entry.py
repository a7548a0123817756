"""The use case that tells the story of an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue, Member, People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.shared.known_users import known_users
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.waiting import Choices, WaitingKey, place


@dataclass(frozen=True, slots=True)
class HostNames:
    """The names of what a timelog was made with, or the ids of what is no longer there.

    `by` is the member who started the import, or None.
    """

    project: str
    activity_type: str
    member: str
    by: str | None


@dataclass(frozen=True, slots=True)
class EntryStory:
    """An entry with all that happened to it since its first listing.

    `is_left_out` says that it waits, and that its project or task was left out on purpose.
    `is_frozen` says that its Harvest account is not the connected one. `owner` is the name of the
    member whom its timelog could be moved to, as they were not known at its import, or None.
    `harvest_names` are those of
    its project, task and person, or their ids, and `names` those of its timelog, if there is one.
    """

    entry: KnownEntry
    events: Sequence[EntryEvent]
    is_left_out: bool
    is_frozen: bool
    harvest_names: Mapping[ItemKind, str]
    names: HostNames | None
    owner: str | None = None


@dataclass(frozen=True)
class ShowEntry:
    """Read what is known of one of a studio's entries."""

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(self, studio_id: str, entry_id: int) -> EntryStory:
        """Return the story of the entry of that Harvest id.

        Raise `NotFound` for an entry that Harvest never listed for the studio.
        """
        existing = Targets.of(self.catalogue, studio_id)
        members = self.people.active_members(studio_id)
        with self.store.transaction() as tx:
            entry = tx.entry_stories.entry(studio_id, entry_id)
            if entry is None:
                raise NotFound(Code.ENTRY_NOT_FOUND)
            events = tx.entry_stories.events(studio_id, entry_id)
            connection = tx.connections.for_studio(studio_id)
            account_id = connection.harvest_account.id if connection else None
            mapped = existing.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id))
            left_out = tx.left_out.of(studio_id, entry.harvest_account_id)
            harvest_names = _harvest_names(tx, studio_id, entry)
            owner_id = _owner(tx, connection, entry, members) if connection else None
        is_frozen = entry.harvest_account_id != account_id
        choices = Choices(mapped.projects.keys(), mapped.tasks.keys(), left_out)
        is_left_out = not is_frozen and _is_left_out(entry, choices)
        people = {one.id: one.name for one in members}
        names = self._names(studio_id, entry, people)
        owner = people[owner_id] if owner_id else None
        return EntryStory(entry, events, is_left_out, is_frozen, harvest_names, names, owner)

    def _names(
        self, studio_id: str, entry: KnownEntry, members: Mapping[str, str]
    ) -> HostNames | None:
        log = entry.written
        if log is None:
            return None
        projects = {one.id: one.name for one in self.catalogue.projects(studio_id)}
        types = {one.id: one.name for one in self.catalogue.activity_types(studio_id)}
        return HostNames(
            projects.get(log.project_id, log.project_id),
            types.get(log.activity_type_id, log.activity_type_id),
            members.get(log.member_id, log.member_id),
            members.get(log.by, log.by) if log.by else None,
        )


def _is_left_out(entry: KnownEntry, choices: Choices) -> bool:
    reason, said = entry.standing.reason, entry.said
    if reason is None or said is None:
        return False
    return place(WaitingKey(said.project_id, said.task_id, reason), choices).is_left_out


def _owner(
    tx: Transaction, connection: Connection, entry: KnownEntry, members: Sequence[Member]
) -> str | None:
    """Return the id of the member whom a correction would move the timelog to, or None."""
    said, log = entry.said, entry.written
    if said is None or log is None or not log.fell_back:
        return None
    users = known_users(tx, connection, members)
    account_id = connection.harvest_account.id
    found = tx.corrections.among(connection.studio_id, account_id, [entry.id], users)
    is_owner = entry.id in found and found[entry.id].kind is CorrectionKind.OWNER
    return users.get(said.user_id or 0) if is_owner else None


def _harvest_names(tx: Transaction, studio_id: str, entry: KnownEntry) -> Mapping[ItemKind, str]:
    if entry.said is None:
        return {}
    ids = {
        ItemKind.PROJECT: entry.said.project_id,
        ItemKind.TASK: entry.said.task_id,
        ItemKind.PERSON: entry.said.user_id,
    }
    read, account_id = tx.harvest_items.names, entry.harvest_account_id
    return {
        kind: read(studio_id, account_id, kind, [number]).get(number) or str(number)
        for kind, number in ids.items()
        if number is not None
    }
