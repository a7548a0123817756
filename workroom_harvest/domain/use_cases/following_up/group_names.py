"""The names of what waits, as Harvest listed them last."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

ITEM_KINDS = {GroupKind.PROJECT: ItemKind.PROJECT, GroupKind.TASK: ItemKind.TASK}


@dataclass(frozen=True, slots=True)
class ItemNames:
    """Names of Harvest's projects, tasks and people; whoever has none is called by their id."""

    names: Mapping[ItemKind, Mapping[int, str]]

    @classmethod
    def of(
        cls, tx: Transaction, connection: Connection, ids: Mapping[ItemKind, Collection[int | None]]
    ) -> "ItemNames":
        """Return the names of these ids, None of which has one."""
        studio_id, account_id = connection.studio_id, connection.harvest_account.id
        wanted = {kind: {one for one in some if one is not None} for kind, some in ids.items()}
        read = tx.harvest_items.names
        return cls({kind: read(studio_id, account_id, kind, some) for kind, some in wanted.items()})

    @classmethod
    def of_groups(
        cls, tx: Transaction, connection: Connection, groups: Iterable[WaitingGroup]
    ) -> "ItemNames":
        """Return the names of the groups' projects and tasks."""
        listed = list(groups)
        ids = {
            kind: [one.harvest_id for one in listed if one.kind is of]
            for of, kind in ITEM_KINDS.items()
        }
        return cls.of(tx, connection, ids)

    def name(self, kind: ItemKind, item_id: int | None) -> str:
        """Return the item's name, its id where it has none, or an empty text for None."""
        if item_id is None:
            return ""
        return self.names.get(kind, {}).get(item_id) or str(item_id)

    def of_group(self, group: WaitingGroup) -> str:
        """Return the name of the group's project or task, or an empty text for a reason."""
        kind = ITEM_KINDS.get(group.kind)
        return self.name(kind, group.harvest_id) if kind else ""
