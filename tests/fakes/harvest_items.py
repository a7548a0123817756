"""The names of Harvest's items, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.store.harvest_items import HarvestItems, ItemKey, ItemKind


@dataclass(frozen=True)
class ItemRow:
    """An item, and whether Harvest listed it as active."""

    item: HarvestItem
    is_active: bool


class FakeHarvestItems(HarvestItems):
    """Items over a database in memory, by studio, account, kind and id."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int, ItemKind, int], ItemRow]:
        return self._database.table("harvest_items")

    def _of(self, studio_id: str, account_id: int, kind: ItemKind) -> dict[int, ItemRow]:
        mine = (studio_id, account_id, kind)
        return {key[3]: row for key, row in self._rows.items() if key[:3] == mine}

    def active(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        rows = self._of(studio_id, account_id, kind).values()
        return [row.item for row in rows if row.is_active]

    def names(
        self, studio_id: str, account_id: int, kind: ItemKind, ids: Collection[int]
    ) -> Mapping[int, str]:
        rows = self._of(studio_id, account_id, kind)
        return {key: row.item.name for key, row in rows.items() if key in ids}

    def waiting(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        known = self._of(studio_id, account_id, kind)
        found = set()
        for (studio, _), row in self._database.table("entries").items():
            waits = row.record.state is EntryState.WAITING
            if studio == studio_id and row.harvest_account_id == account_id and waits:
                found.add(row.project_id if kind is ItemKind.PROJECT else row.task_id)
        found -= {None, *(key for key, row in known.items() if row.is_active)}
        return [known[key].item if key in known else HarvestItem(key, "") for key in sorted(found)]

    def replace_active(
        self, studio_id: str, account_id: int, kind: ItemKind, items: Collection[HarvestItem]
    ) -> None:
        mine = (studio_id, account_id, kind)
        for key, row in self._of(*mine).items():
            self._rows[*mine, key] = replace(row, is_active=False)
        for item in items:
            self._rows[*mine, item.id] = ItemRow(item, is_active=True)

    def learn(self, studio_id: str, account_id: int, names: Mapping[ItemKey, str]) -> None:
        for (kind, number), name in names.items():
            row = ItemRow(HarvestItem(number, name), is_active=False)
            self._rows.setdefault((studio_id, account_id, kind, number), row)

    def email_hashes(
        self, studio_id: str, account_id: int, user_ids: Collection[int]
    ) -> Mapping[int, str]:
        rows = self._of(studio_id, account_id, ItemKind.PERSON)
        found = {key: row.item.detail for key, row in rows.items() if key in user_ids}
        return {key: one for key, one in found.items() if one}

    def learn_email_hashes(
        self, studio_id: str, account_id: int, hashes: Mapping[int, str]
    ) -> None:
        mine = (studio_id, account_id, ItemKind.PERSON)
        for key, row in self._of(*mine).items():
            if key in hashes:
                item = replace(row.item, detail=hashes[key])
                self._rows[*mine, key] = replace(row, item=item)

    def forget(self, studio_id: str) -> None:
        for key in [key for key in self._rows if key[0] == studio_id]:
            del self._rows[key]
