"""The repository of the names of Harvest's projects, tasks and people."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows, is_one_of, stored_instant
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.store.harvest_items import HarvestItems, ItemKey, ItemKind

KNOWN_STAYS = "ON CONFLICT DO NOTHING"

KNOWN_CHANGES = (
    "ON CONFLICT (studio_id, harvest_account_id, kind, harvest_id) DO UPDATE SET "
    "name = excluded.name, detail = excluded.detail, is_active = excluded.is_active, "
    "listed_at = excluded.listed_at"
)

ORDER = {kind: place for place, kind in enumerate(ItemKind)}
"""The order in which rows are inserted, so that two transactions do not wait for each other."""


class SqlHarvestItems(HarvestItems):
    """Harvest's items, one row each."""

    def __init__(self, session: HostSession, table: sa.Table, entries: sa.Table) -> None:
        self._session = session
        self._table = table
        self._entry_ids = {
            ItemKind.PROJECT: entries.c.harvest_project_id,
            ItemKind.TASK: entries.c.harvest_task_id,
        }
        self._entries = entries

    def active(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        table = self._table
        columns = (table.c.harvest_id, table.c.name, table.c.detail)
        mine = self._mine(studio_id, account_id, kind)
        rows = self._session.tuples(sa.select(*columns).where(*mine, table.c.is_active))
        return [HarvestItem(row.harvest_id, row.name, row.detail) for row in rows]

    def names(
        self, studio_id: str, account_id: int, kind: ItemKind, ids: Collection[int]
    ) -> Mapping[int, str]:
        table = self._table
        mine = self._mine(studio_id, account_id, kind)
        wanted = is_one_of(self._session, table.c.harvest_id, ids)
        rows = self._session.tuples(
            sa.select(table.c.harvest_id, table.c.name).where(*mine, wanted)
        )
        return {row.harvest_id: row.name for row in rows}

    def waiting(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        table, entries, column = self._table, self._entries, self._entry_ids[kind]
        waiting = (
            sa.select(column.label("id"))
            .where(
                entries.c.studio_id == studio_id,
                entries.c.harvest_account_id == account_id,
                # A literal, by which the databases recognise the index of what waits.
                sa.text(f"state = '{EntryState.WAITING}'"),
                column.is_not(None),
            )
            .distinct()
            .subquery()
        )
        same = sa.and_(*self._mine(studio_id, account_id, kind), table.c.harvest_id == waiting.c.id)
        columns = (
            waiting.c.id,
            sa.func.coalesce(table.c.name, "").label("name"),
            sa.func.coalesce(table.c.detail, "").label("detail"),
        )
        query = sa.select(*columns).select_from(waiting.outerjoin(table, same))
        inactive = sa.func.coalesce(table.c.is_active, sa.false()).is_(sa.false())
        rows = self._session.tuples(query.where(inactive).order_by(waiting.c.id))
        return [HarvestItem(row.id, row.name, row.detail) for row in rows]

    def replace_active(
        self, studio_id: str, account_id: int, kind: ItemKind, items: Collection[HarvestItem]
    ) -> None:
        held = {item.id: item for item in self.active(studio_id, account_id, kind)}
        listed = {item.id: item for item in items}
        changed = [item for key, item in sorted(listed.items()) if item != held.get(key)]
        self._insert(
            studio_id,
            account_id,
            [(kind, item, True) for item in changed],
            KNOWN_CHANGES,
        )
        gone = sorted(held.keys() - listed.keys())
        if gone:
            those = is_one_of(self._session, self._table.c.harvest_id, gone)
            update = sa.update(self._table).where(*self._mine(studio_id, account_id, kind), those)
            self._session.write(update.values(is_active=False, listed_at=self._session.now()))

    def learn(self, studio_id: str, account_id: int, names: Mapping[ItemKey, str]) -> None:
        ordered = sorted(names, key=lambda one: (ORDER[one[0]], one[1]))
        unlisted = [
            (kind, HarvestItem(number, names[kind, number]), False) for kind, number in ordered
        ]
        self._insert(studio_id, account_id, unlisted, KNOWN_STAYS)

    def email_hashes(
        self, studio_id: str, account_id: int, user_ids: Collection[int]
    ) -> Mapping[int, str]:
        table = self._table
        mine = self._mine(studio_id, account_id, ItemKind.PERSON)
        wanted = is_one_of(self._session, table.c.harvest_id, user_ids)
        rows = self._session.tuples(
            sa.select(table.c.harvest_id, table.c.detail).where(*mine, wanted, table.c.detail != "")
        )
        return {row.harvest_id: row.detail for row in rows}

    def learn_email_hashes(
        self, studio_id: str, account_id: int, hashes: Mapping[int, str]
    ) -> None:
        table, mine = self._table, self._mine(studio_id, account_id, ItemKind.PERSON)
        for user_id, found in sorted(hashes.items()):
            one = sa.update(table).where(*mine, table.c.harvest_id == user_id)
            self._session.write(one.values(detail=found))

    def forget(self, studio_id: str) -> None:
        self._session.write(sa.delete(self._table).where(self._table.c.studio_id == studio_id))

    def _insert(
        self,
        studio_id: str,
        account_id: int,
        items: Sequence[tuple[ItemKind, HarvestItem, bool]],
        otherwise: str,
    ) -> None:
        if not items:
            return
        now = stored_instant(self._session.now())
        rows = [
            {
                "studio_id": studio_id,
                "harvest_account_id": account_id,
                "kind": kind,
                "harvest_id": item.id,
                "name": item.name,
                "detail": item.detail,
                "is_active": is_active,
                "listed_at": now,
            }
            for kind, item, is_active in items
        ]
        insert_rows(self._session, self._table, rows, otherwise)

    def _mine(
        self, studio_id: str, account_id: int, kind: ItemKind
    ) -> tuple[sa.ColumnElement[bool], ...]:
        table = self._table
        return (
            table.c.studio_id == studio_id,
            table.c.harvest_account_id == account_id,
            table.c.kind == kind,
        )
