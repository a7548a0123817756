"""The use case that lists the entries of a group of the waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.waiting import Position, WaitingEntry
from workroom_harvest.domain.use_cases.following_up.group_names import ItemNames
from workroom_harvest.domain.use_cases.following_up.known_group import demand_known
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import waiting_now
from workroom_harvest.domain.waiting import WaitingGroup, keys_of


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """A waiting entry with the names of its project, task and person, as far as they are known."""

    entry: WaitingEntry
    project: str
    task: str
    person: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Some entries of a group, the number of all, and where the next begin, or None at the end."""

    name: str
    entries: Sequence[NamedEntry]
    total: int
    following: Position | None


@dataclass(frozen=True)
class ListWaiting:
    """List the entries of a group by day of work, then by id."""

    store: Store
    catalogue: Catalogue

    def __call__(
        self, studio_id: str, group: WaitingGroup, most: int, after: Position | None = None
    ) -> WaitingPage:
        """Return up to `most` entries of the group behind the position `after`.

        Raise `NotConnected`, and `NotFound` if the connected account never had the group.
        """
        targets = Targets.of(self.catalogue, studio_id)
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                raise NotConnected
            waiting = waiting_now(tx, connection, targets)
            demand_known(tx, connection, waiting, group)
            keys = keys_of(group, waiting.tallies, waiting.choices)
            found = tx.waiting.entries(
                studio_id, connection.harvest_account.id, keys, most=most + 1, after=after
            )
            entries = found[:most]
            return WaitingPage(
                ItemNames.of_groups(tx, connection, [group]).of_group(group),
                _named(tx, connection, entries),
                sum(waiting.tallies[key].entries for key in keys),
                entries[-1].position if len(found) > most else None,
            )


def _named(
    tx: Transaction, connection: Connection, entries: Sequence[WaitingEntry]
) -> Sequence[NamedEntry]:
    names = ItemNames.of(
        tx,
        connection,
        {
            ItemKind.PROJECT: [one.key.project_id for one in entries],
            ItemKind.TASK: [one.key.task_id for one in entries],
            ItemKind.PERSON: [one.user_id for one in entries],
        },
    )
    return [
        NamedEntry(
            one,
            names.name(ItemKind.PROJECT, one.key.project_id),
            names.name(ItemKind.TASK, one.key.task_id),
            names.name(ItemKind.PERSON, one.user_id),
        )
        for one in entries
    ]
