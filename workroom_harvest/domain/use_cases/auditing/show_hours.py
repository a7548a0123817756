"""The use case that adds up the hours of some days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.hours import Amount, Balance, Hours, Key, hours
from workroom_harvest.domain.ports.host import Catalogue, People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.read_days import unread
from workroom_harvest.domain.use_cases.auditing.standing_hours import StandingHours
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.waiting import Choices
from workroom_harvest.domain.window import Days


@dataclass(frozen=True, slots=True)
class NamedBalance:
    """The balance of a project or person; the name is empty for entries that name none."""

    name: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class HoursOfDays:
    """The hours of some days.

    `as_of` is the oldest instant (UTC) at which one of the days was read in full for the last time,
    or None if none of them ever was: what was edited in Harvest before then is known, and later
    edits as far as nights brought them. `unread` are the days that never were. `frozen` are the
    entries of other Harvest accounts, which are not counted while this one is connected.
    `is_as_it_stands` says that Workroom's side is what stands there now; else it is what was handed
    over.
    """

    days: Days
    as_of: datetime | None
    projects: Sequence[NamedBalance]
    people: Sequence[NamedBalance]
    total: Balance
    unread: Sequence[Days]
    frozen: Amount
    is_as_it_stands: bool


@dataclass(frozen=True)
class ShowHours:
    """Compare Harvest's hours of some days with Workroom's, and name each difference."""

    store: Store
    catalogue: Catalogue
    people: People
    standing_hours: StandingHours

    def __call__(self, studio_id: str, days: Days) -> HoursOfDays:
        """Return the hours, projects and people by name.

        Raise `NotConnected` without a connection, since hours are those of a connected account.
        """
        projects = {one.id: one.name for one in self.catalogue.projects(studio_id)}
        existing = Targets.of(self.catalogue, studio_id)
        members = {one.id: one.name for one in self.people.active_members(studio_id)}
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                raise NotConnected
            account_id = connection.harvest_account.id
            mapped = existing.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id))
            left_out = tx.left_out.of(studio_id, account_id)
            found = hours(
                tx.hours.of_account(studio_id, account_id, days),
                Choices(mapped.projects.keys(), mapped.tasks.keys(), left_out),
                mapped.projects,
            )
            read = tx.read_days.within(studio_id, account_id, days)
            frozen = tx.hours.of_others(studio_id, account_id, days)
            names = _harvest_names(tx, studio_id, account_id, found)
        standing = self.standing_hours(connection, days, found)
        found = standing or found
        return HoursOfDays(
            days,
            min((one.at for one in read), default=None),
            _named(found.projects, projects, names[ItemKind.PROJECT]),
            _named(found.people, members, names[ItemKind.PERSON]),
            found.total,
            unread(read, days),
            frozen,
            standing is not None,
        )


def _harvest_names(
    tx: Transaction, studio_id: str, account_id: int, found: Hours
) -> Mapping[ItemKind, Mapping[int, str]]:
    ids = {ItemKind.PROJECT: _numbers(found.projects), ItemKind.PERSON: _numbers(found.people)}
    read = tx.harvest_items.names
    return {kind: read(studio_id, account_id, kind, some) for kind, some in ids.items()}


def _numbers(keys: Iterable[Key]) -> Collection[int]:
    return [key for key in keys if isinstance(key, int)]


def _named(
    balances: Mapping[Key, Balance], ours: Mapping[str, str], theirs: Mapping[int, str]
) -> Sequence[NamedBalance]:
    """Return the balances with Workroom's names, else Harvest's, else ids, in that order."""

    def name(key: Key) -> str:
        if key is None:
            return ""
        return ours.get(key, key) if isinstance(key, str) else theirs.get(key) or str(key)

    named = [NamedBalance(name(key), balance) for key, balance in balances.items()]
    return sorted(named, key=lambda one: (one.name.casefold(), one.name))
