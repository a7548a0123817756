"""The repository of the entries that runs skipped."""

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import Row, insert_rows
from workroom_harvest.adapters.sql.messages import known_message, message_text
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.skipped_entries import SkippedEntries
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


class SqlSkippedEntries(SkippedEntries):
    """Skipped entries, one row each, numbered by run and reason."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def add_many(
        self,
        studio_id: str,
        run_id: str,
        entries: Sequence[SkippedEntry],
        after: Mapping[SkipReason, int],
    ) -> None:
        numbers = Counter(after)
        rows: list[Row] = []
        for entry in entries:
            rows.append(
                {
                    "run_id": run_id,
                    "reason": entry.reason,
                    "number": numbers[entry.reason],
                    "studio_id": studio_id,
                    "entry_id": entry.entry_id,
                    "spent_on": entry.spent_on.isoformat() if entry.spent_on else None,
                    "minutes": entry.minutes,
                    "project": entry.project,
                    "task": entry.task,
                    "person": entry.person,
                    "note": entry.note,
                    "cause": message_text(entry.cause),
                    "is_lasting": entry.is_lasting,
                }
            )
            numbers[entry.reason] += 1
        insert_rows(self._session, self._table, rows)

    def first(
        self, studio_id: str, run_id: str, reason: SkipReason, most: int
    ) -> Sequence[SkippedEntry]:
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id, table.c.reason == reason)
        rows = self._session.all(sa.select(table).where(*mine).order_by(table.c.number).limit(most))
        return [
            SkippedEntry(
                reason,
                row["entry_id"],
                row["spent_on"],
                row["minutes"],
                row["project"],
                row["task"],
                row["person"],
                row["note"],
                known_message(row["cause"]),
                row["is_lasting"],
            )
            for row in rows
        ]

    def remove(self, studio_id: str, run_id: str) -> None:
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        self._session.write(sa.delete(table).where(*mine))

    def forget_names(self, studio_id: str) -> None:
        table = self._table
        nameless = {"project": "", "task": "", "person": "", "note": ""}
        mine = table.c.studio_id == studio_id
        self._session.write(sa.update(table).where(mine).values(**nameless))
