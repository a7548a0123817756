"""The use case that lists what is to be corrected: what Workroom has, and what it would have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.correction import (
    CorrectionKind,
    Differing,
    Leave,
    not_ready,
    protected,
)
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import Catalogue, People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.skipped import SkipReason, start_of_note
from workroom_harvest.domain.use_cases.correcting.unknown_owners import (
    UnknownOwner,
    unknown_owners,
)
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.use_cases.shared.known_users import known_users
from workroom_harvest.domain.use_cases.shared.targets import Targets


@dataclass(frozen=True, slots=True)
class Side:
    """A timelog as it is, or as it would be, by Workroom's names; what is not known is None."""

    spent_on: date | None
    minutes: int | None
    project: str | None
    task: str | None
    note: str | None
    billable: bool | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be corrected of an entry, and why it cannot be, or None if it may."""

    differing: Differing
    before: Side | None
    after: Side | None
    locked: Leave | None


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """Some corrections, how many there are of each kind, and the id behind which others are.

    `unknown_owners` are those for whom there would be more, if members were known for them.
    `is_offered` says whether the host's timelogs can be corrected. Without that nobody knows what
    stands there now, so that what was written is shown, and only dismissing is possible.
    """

    corrections: Sequence[Correction]
    counts: Mapping[CorrectionKind, int]
    following: int | None
    unknown_owners: Sequence[UnknownOwner]
    is_offered: bool = True

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Names:
    projects: Mapping[str, str]
    tasks: Mapping[str, str]
    people: Mapping[str, str]

    def of(self, found: FoundTimelog, person: str | None = None) -> Side:
        """Return a timelog by its names, for that member if one is given."""
        member_id = person or found.member_id
        return Side(
            found.spent_on,
            found.duration.total_minutes,
            self.projects.get(found.project_id) or found.project_id or None,
            self.tasks.get(found.activity_type_id) or found.activity_type_id or None,
            start_of_note(found.title) or None,
            found.billable,
            self.people.get(member_id) or member_id or None,
        )


@dataclass(frozen=True)
class ListCorrections:
    """List corrections by entry id, as Workroom and the mappings are now."""

    store: Store
    catalogue: Catalogue
    people: People
    host: HostTimelogs | None

    def __call__(self, studio_id: str, most: int, after: int = 0) -> CorrectionPage:
        """Return up to `most` corrections behind the id; raise `NotConnected`.

        Harvest is not asked: what it said last is shown.
        """
        targets = Targets.of(self.catalogue, studio_id)
        members = self.people.active_members(studio_id)
        names = _Names(
            {one.id: one.name for one in self.catalogue.projects(studio_id)},
            {one.id: one.name for one in self.catalogue.activity_types(studio_id)},
            {one.id: one.name for one in members},
        )
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                raise NotConnected
            account_id = connection.harvest_account.id
            users = known_users(tx, connection, members)
            counts = tx.corrections.counts(studio_id, account_id, users)
            unknown = unknown_owners(tx, connection, users)
            page = tx.corrections.page(studio_id, account_id, users, most=most + 1, after=after)
            shown = page[:most]
            look = _Look(
                names,
                targets.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id)),
                _keyed_hash(tx, connection),
                users,
            )
            ids = [one.entry_id for one in shown]
            found = self.host.find(tx, studio_id, ids) if self.host else {}
        following = shown[-1].entry_id if len(page) > most else None
        if self.host is None:
            corrections = [look.at_written(one) for one in shown]
            return CorrectionPage(corrections, counts, following, unknown, is_offered=False)
        corrections = [look.at(one, found.get(one.entry_id)) for one in shown]
        return CorrectionPage(corrections, counts, following, unknown)


@dataclass(frozen=True)
class _Look:
    """What a page of corrections is shown by."""

    names: _Names
    mappings: MappingSnapshot
    keyed_hash: KeyedHash
    users: Mapping[int, str]

    def at(self, one: Differing, found: FoundTimelog | None) -> Correction:
        """Return the correction as it is shown; `found` is what stands in Workroom, or None."""
        before = self.names.of(found) if found else None
        locked = protected(one, found, self.keyed_hash)
        if locked is None and one.said is not None:
            locked = not_ready(
                one.kind, one.said.project_id, one.said.task_id, one.is_running, self.mappings
            )
        return Correction(one, before, self._after(one, found), locked)

    def at_written(self, one: Differing) -> Correction:
        """Return the correction where the host cannot be asked what stands there now."""
        log, names = one.written, self.names
        before = Side(
            log.spent_on,
            log.minutes,
            names.projects.get(log.project_id, log.project_id),
            names.tasks.get(log.activity_type_id, log.activity_type_id),
            None,
            log.billable,
            names.people.get(log.member_id, log.member_id),
        )
        locked = Leave(SkipReason.LOCKED, Message(Code.NOT_CORRECTABLE))
        return Correction(one, before, self._after(one, None), locked)

    def _after(self, one: Differing, found: FoundTimelog | None) -> Side | None:
        said, written = one.said, one.written
        if one.kind is CorrectionKind.GONE or said is None:
            return None
        known = self.users.get(said.user_id or 0) if written.fell_back else None
        if one.kind is CorrectionKind.OWNER:
            return self.names.of(found, known) if found else None
        member_id, names = known or written.member_id, self.names
        project = self.mappings.projects.get(said.project_id)
        task = self.mappings.tasks.get(said.task_id)
        return Side(
            said.spent_on,
            said.minutes,
            names.projects.get(project, project) if project else None,
            names.tasks.get(task, task) if task else None,
            one.note or None,
            one.billable,
            names.people.get(member_id, member_id),
        )


def _keyed_hash(tx: Transaction, connection: Connection) -> KeyedHash:
    # Under a key that is lost, no title can be compared.
    return KeyedHash(tx.ledger.hash_key(connection.studio_id) or b"")
