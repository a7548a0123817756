"""The use case that reads Harvest's lists of projects and tasks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestCatalogue, HarvestItem
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.read_lists import REFRESH_PAUSE
from workroom_harvest.domain.use_cases.mapping.learn_name import LearnName
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True, slots=True)
class ListChanges:
    """How Harvest's lists differ from those that were stored.

    There are so many new projects and new tasks, and so many `others`, which have another name or
    are not listed any more.
    """

    new_projects: int = 0
    new_tasks: int = 0
    others: int = 0

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.new_projects or self.new_tasks or self.others)


@dataclass(frozen=True)
class RefreshLists:
    """Ask Harvest for its lists, and for the account's name, and store them."""

    store: Store
    api: HarvestApi
    calls: HarvestCalls
    learn_name: LearnName

    def __call__(self, studio_id: str) -> ListChanges | None:
        """Read the studio's lists again, and return what differs from the stored ones.

        Return None, and ask Harvest nothing, if it was asked less than a minute ago or if there is
        no connection. Return None as well if that ended while Harvest was asked. Raise what
        `HarvestCalls.call` raises; the stored lists stay as they are then.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
        return None if connection is None else self.read(connection, REFRESH_PAUSE)

    def read(self, connection: Connection, pause: timedelta) -> ListChanges | None:
        """Do the same for a connection, unless Harvest was asked less than `pause` ago."""
        with self.store.transaction() as tx:
            if not tx.connections.claim_lists(connection, pause):
                return None
            tx.commit()
        lists = self.calls.call(connection, self.api.lists)
        self.learn_name(connection)
        return self._keep(connection, lists)

    def _keep(self, connection: Connection, lists: HarvestCatalogue) -> ListChanges | None:
        with self.store.transaction() as tx:
            # The lock keeps the names of a connection that ends meanwhile from being stored.
            present = tx.connections.locked(connection.studio_id)
            if present is None or present.id != connection.id:
                return None
            new_projects, projects = _replace(tx, present, ItemKind.PROJECT, lists.projects)
            new_tasks, tasks = _replace(tx, present, ItemKind.TASK, lists.tasks)
            tx.connections.note_lists(present, are_partial=lists.partial)
            tx.commit()
        return ListChanges(new_projects, new_tasks, projects + tasks)


def _replace(
    tx: Transaction, connection: Connection, kind: ItemKind, items: Sequence[HarvestItem]
) -> tuple[int, int]:
    """Store the active items of a kind; return how many are new, and how many others differ."""
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    held = {item.id: item for item in tx.harvest_items.active(studio_id, account_id, kind)}
    listed = {item.id: item for item in items}
    tx.harvest_items.replace_active(studio_id, account_id, kind, items)
    others = sum(listed.get(key) != item for key, item in held.items())
    return len(listed.keys() - held.keys()), others
