"""The repository of what people did."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord
from workroom_harvest.domain.ports.store.audit import Audit


class SqlAudit(Audit):
    """What people did, one row for each thing done, numbered by the database."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def add(
        self,
        studio_id: str,
        member_id: str | None,
        code: AuditCode,
        data: Mapping[str, AuditDatum] | None = None,
    ) -> None:
        row = {
            "studio_id": studio_id,
            "happened_at": self._session.now(),
            "member_id": member_id,
            "code": code,
            "data": dict(data or {}),
        }
        self._session.insert(self._table, [row])

    def page(
        self, studio_id: str, *, most: int, before: int | None = None
    ) -> Sequence[AuditRecord]:
        table = self._table
        query = sa.select(table).where(table.c.studio_id == studio_id)
        if before is not None:
            query = query.where(table.c.number < before)
        rows = self._session.all(query.order_by(table.c.number.desc()).limit(most))
        return [_record(row) for row in rows]

    def delete_old(self, before: datetime, most: int) -> int:
        table = self._table
        old = sa.select(table.c.number).where(table.c.happened_at < before)
        found = self._session.all(old.order_by(table.c.happened_at, table.c.number).limit(most))
        numbers = [row["number"] for row in found]
        gone = sa.delete(table).where(table.c.number.in_(numbers))
        return self._session.write(gone) if numbers else 0


def _record(row: sa.RowMapping) -> AuditRecord:
    code = AuditCode(row["code"]) if row["code"] in tuple(AuditCode) else None
    return AuditRecord(row["number"], row["happened_at"], row["member_id"], code, row["data"])
