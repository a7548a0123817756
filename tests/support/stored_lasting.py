"""What lasted of a studio in a database, read from outside, row by row."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from tests.fakes.clock import FakeClock
from tests.fakes.crash_points import Moments
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
    """What was committed to a database in SQL; it is read again after each commit only."""

    def __init__(self, door: Door, moments: Moments) -> None:
        self._door = door
        self._rows: dict[str, list[sa.RowMapping]] = {}
        self._runs: list[ImportRun] | None = None
        self._connection: tuple[Connection | None] | None = None
        moments.watchers.append(self._forget)

    def _forget(self, moment: str) -> None:
        if moment == "committed":
            self._rows, self._runs, self._connection = {}, None, None

    def connection(self) -> Connection | None:
        if self._connection is None:
            with self._door.store(FakeClock()).transaction() as tx:
                self._connection = (tx.connections.for_studio(STUDIO),)
        return self._connection[0]

    def runs(self) -> list[ImportRun]:
        if self._runs is None:
            # Ids count up.
            rows = sorted(self._all("runs"), key=lambda row: str(row["id"]))
            self._runs = readable_runs(rows)
            assert len(self._runs) == len(rows)
        return list(self._runs)

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
        if name not in self._rows:
            is_ours = name != "timelogs"
            table = self._door.metadata.tables[f"{PREFIX}{name}" if is_ours else name]
            with self._door.engine.connect() as connection:
                rows = connection.execute(sa.select(table)).mappings().all()
            # Another studio may be in the host, and none but this one in the plugin.
            mine = [row for row in rows if row["studio_id"] == STUDIO]
            assert not is_ours or len(mine) == len(rows)
            self._rows[name] = mine
        return self._rows[name]


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
