"""The repository of what was left out on purpose."""

from collections.abc import Collection

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.left_out import LeftOut
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


class SqlLeftOut(LeftOut):
    """What was left out, one row for each project or task."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def of(self, studio_id: str, harvest_account_id: int) -> Collection[WaitingGroup]:
        table = self._table
        rows = self._session.all(
            sa.select(table.c.kind, table.c.harvest_id).where(
                table.c.studio_id == studio_id, table.c.harvest_account_id == harvest_account_id
            )
        )
        return {WaitingGroup(GroupKind(row["kind"]), row["harvest_id"]) for row in rows}

    def add(
        self, studio_id: str, harvest_account_id: int, group: WaitingGroup, member_id: str
    ) -> None:
        row = {
            "studio_id": studio_id,
            "harvest_account_id": harvest_account_id,
            "kind": group.kind,
            "harvest_id": group.harvest_id,
            "left_out_at": self._session.now(),
            "left_out_by": member_id,
        }
        self._session.insert_unless_there(self._table, row)

    def remove(
        self, studio_id: str, harvest_account_id: int, groups: Collection[WaitingGroup]
    ) -> None:
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.harvest_account_id == harvest_account_id)
        for kind in GroupKind:
            ids = [group.harvest_id for group in groups if group.kind is kind]
            if ids:
                these = (table.c.kind == kind, table.c.harvest_id.in_(ids))
                self._session.write(sa.delete(table).where(*mine, *these))

    def forget(self, studio_id: str) -> None:
        self._session.write(sa.delete(self._table).where(self._table.c.studio_id == studio_id))
