"""What lasted of a studio in a database, read from outside, row by row."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from tests.fakes.clock import FakeClock
from tests.fakes.lasting import STUDIO, Lasting, LedgerRow
from tests.support.door import Door
from tests.support.sql_timelogs import new_timelog
from workroom_harvest.adapters.sql.repositories.entry_rows import NOT_WRITTEN, UNREADABLE
from workroom_harvest.adapters.sql.repositories.entry_stories import written
from workroom_harvest.adapters.sql.repositories.messages import known_message
from workroom_harvest.adapters.sql.repositories.run_rows import readable_runs
from workroom_harvest.adapters.sql.tables import PREFIX
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.entry_story import KnownEntry, Said, Standing
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

MAY_BE_EMPTY = {"written_by", "harvest_user_id"}
"""What a night does not write of a timelog, and what Harvest need not say of an entry."""


class StoredLasting(Lasting):
    """What was committed to a database in SQL."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def connection(self) -> Connection | None:
        with self._door.store(FakeClock()).transaction() as tx:
            return tx.connections.for_studio(STUDIO)

    def runs(self) -> list[ImportRun]:
        # Ids count up.
        rows = sorted(self._all("runs"), key=lambda row: str(row["id"]))
        runs = readable_runs(rows)
        assert len(runs) == len(rows)
        return runs

    def pairs(self) -> dict[int, str]:
        rows = [*self._all("project_pairs"), *self._all("task_pairs")]
        return {row["harvest_id"]: row["target_id"] for row in rows}

    def left_out(self) -> set[tuple[int, WaitingGroup]]:
        return {
            (row["harvest_account_id"], WaitingGroup(GroupKind(row["kind"]), row["harvest_id"]))
            for row in self._all("left_out")
        }

    def ledger(self) -> dict[int, LedgerRow]:
        return {row["entry_id"]: _ledger_row(row) for row in self._all("entries")}

    def timelogs(self) -> dict[int, NewTimelog]:
        return {row["entry_id"]: new_timelog(row) for row in self._all("timelogs")}

    def previewed(self, run_id: str) -> int:
        return sum(row["run_id"] == run_id for row in self._all("previewed_entries"))

    def rows(self, tables: Collection[str]) -> Mapping[str, Any]:
        return {name: {tuple(row.values()) for row in self._all(name)} for name in tables}

    def _all(self, name: str) -> list[sa.RowMapping]:
        tables = self._door.metadata.tables
        table = tables["timelogs" if name == "timelogs" else f"{PREFIX}{name}"]
        with self._door.engine.connect() as connection:
            rows = connection.execute(sa.select(table)).mappings().all()
        assert {row["studio_id"] for row in rows} <= {STUDIO}
        return list(rows)


def _ledger_row(row: sa.RowMapping) -> LedgerRow:
    reason = SkipReason(row["reason"]) if row["reason"] else None
    standing = Standing(EntryState(row["state"]), reason)
    record = EntryRecord(
        standing.state,
        row["run_id"],
        row["fingerprint"],
        row["written_from"],
        reason,
        row["harvest_account_id"],
    )
    known = KnownEntry(
        row["entry_id"],
        row["harvest_account_id"],
        row["listed_at"],
        standing,
        known_message(row["cause"]),
        _said(row) if _is_filled(row, UNREADABLE) else None,
        written(row) if _is_filled(row, NOT_WRITTEN) else None,
    )
    return LedgerRow(record, known)


def _is_filled(row: sa.RowMapping, columns: Collection[str]) -> bool:
    """Return whether these columns have values; raise `AssertionError` if only some have."""
    filled = {name for name in columns if row[name] is not None}
    assert not filled or filled | MAY_BE_EMPTY >= set(columns), (row["entry_id"], filled)
    return bool(filled)


def _said(row: sa.RowMapping) -> Said:
    return Said(
        row["spent_on"],
        row["hundredths"],
        row["said_minutes"],
        row["harvest_project_id"],
        row["harvest_task_id"],
        row["harvest_user_id"],
    )
