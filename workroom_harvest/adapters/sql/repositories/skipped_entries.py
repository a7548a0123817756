"""The repository of the entries that runs skipped."""

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import Row, insert_rows
from workroom_harvest.adapters.sql.repositories.messages import known_message, message_text
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.skipped_entries import (
    SkippedEntries,
    SkippedPage,
    SkippedPlace,
)
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
        return self.page(studio_id, run_id, reason, most=most).entries

    def page(
        self,
        studio_id: str,
        run_id: str,
        reason: SkipReason | None,
        *,
        most: int,
        after: SkippedPlace | None = None,
    ) -> SkippedPage:
        table = self._table
        place = sa.tuple_(table.c.reason, table.c.number)
        query = sa.select(table).where(*self._mine(studio_id, run_id, reason))
        if after is not None:
            behind = (sa.literal(after.reason), sa.literal(after.number, sa.BigInteger))
            query = query.where(place > sa.tuple_(*behind))
        query = query.order_by(table.c.reason, table.c.number).limit(most + 1)
        rows = self._session.all(query)
        last = rows[most - 1] if len(rows) > most else None
        behind_last = SkippedPlace(SkipReason(last["reason"]), last["number"]) if last else None
        return SkippedPage([_entry(row) for row in rows[:most]], behind_last)

    def count(self, studio_id: str, run_id: str, reason: SkipReason | None) -> int:
        mine = self._mine(studio_id, run_id, reason)
        row = self._session.one(
            sa.select(sa.func.count().label("entries")).select_from(self._table).where(*mine)
        )
        return row["entries"] if row else 0

    def _mine(
        self, studio_id: str, run_id: str, reason: SkipReason | None
    ) -> Sequence[sa.ColumnElement[bool]]:
        table = self._table
        # A reason that only a newer version of the plugin knows is none of those named.
        every = [one for one in SkipReason if one is not SkipReason.ALREADY_IMPORTED]
        reasons = [reason] if reason else every
        return (
            table.c.studio_id == studio_id,
            table.c.run_id == run_id,
            table.c.reason.in_(reasons),
        )

    def remove(self, studio_id: str, run_id: str) -> None:
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        self._session.write(sa.delete(table).where(*mine))

    def forget_names(self, studio_id: str) -> None:
        table = self._table
        nameless = {"project": "", "task": "", "person": "", "note": ""}
        mine = table.c.studio_id == studio_id
        self._session.write(sa.update(table).where(mine).values(**nameless))


def _entry(row: sa.RowMapping) -> SkippedEntry:
    return SkippedEntry(
        SkipReason(row["reason"]),
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
