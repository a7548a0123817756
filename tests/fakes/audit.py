"""What people did, in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord
from workroom_harvest.domain.ports.store.audit import Audit


class FakeAudit(Audit):
    """What people did, over a database in memory: the record by studio and number."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], AuditRecord]:
        return self._database.table("audit")

    def add(
        self,
        studio_id: str,
        member_id: str | None,
        code: AuditCode,
        data: Mapping[str, AuditDatum] | None = None,
    ) -> None:
        number, at = next(self._database.sequence), self._database.clock.now()
        self._rows[studio_id, number] = AuditRecord(number, at, member_id, code, dict(data or {}))

    def page(
        self, studio_id: str, *, most: int, before: int | None = None
    ) -> Sequence[AuditRecord]:
        found = [row for (studio, _), row in self._rows.items() if studio == studio_id]
        found = [row for row in found if before is None or row.number < before]
        return sorted(found, key=lambda row: row.number, reverse=True)[:most]

    def delete_old(self, before: datetime, most: int) -> int:
        old = [(row.at, row.number, key) for key, row in self._rows.items() if row.at < before]
        for *_, key in sorted(old)[:most]:
            del self._rows[key]
        return len(old[:most])
