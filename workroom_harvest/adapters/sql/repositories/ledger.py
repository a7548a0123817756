"""The repository of the ledger, whose primary key ensures that each entry has one state."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows, is_one_of, read_rows, update_rows
from workroom_harvest.adapters.sql.repositories.earlier_entries import EarlierEntries
from workroom_harvest.adapters.sql.repositories.entry_events import EntryEvents
from workroom_harvest.adapters.sql.repositories.entry_rows import EntryRows, waiting
from workroom_harvest.adapters.sql.repositories.entry_states import (
    STATES,
    WITH_TIMELOG,
    WITHOUT_TIMELOG,
)
from workroom_harvest.adapters.sql.repositories.hash_keys import HashKeys
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables.entries import FELL_BACK
from workroom_harvest.domain.decisions import Changed, Decision, Import, Noted, Skip, Unchanged
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports.store.ledger import (
    DayPlace,
    Earlier,
    Imported,
    ImportedEntry,
    Ledger,
    Refusal,
    Source,
)
from workroom_harvest.domain.skipped import SkipReason

RECORD = ("state", "run_id", "fingerprint", "written_from", "reason", "harvest_account_id")
"""The columns of what is known of an entry before it is decided again."""

IMPORTED = {
    "entry_id": "entry_id",
    "harvest_account_id": "harvest_account_id",
    "spent_on": "written_on",
    "minutes": "minutes",
    "project_id": "harvest_project_id",
    "task_id": "harvest_task_id",
    "user_id": "harvest_user_id",
}
"""The columns of the fields of an imported entry."""

FOUND_BEFORE = [*WITH_TIMELOG, EntryState.DELETED]
"""The states of an entry whose timelog may be found: one that was deleted may be there again."""

REASONS = {str(reason): reason for reason in SkipReason}


class SqlLedger(Ledger):
    """The ledger, one row per listed entry. Its methods take up to 2,000 entries at once."""

    def __init__(
        self, session: HostSession, table: sa.Table, events: EntryEvents, hash_keys: HashKeys
    ) -> None:
        self._session = session
        self._table = table
        self._events = events
        self._hash_keys = hash_keys
        self._earlier = EarlierEntries(session, table)

    def hash_key(self, studio_id: str) -> bytes | None:
        return self._hash_keys.of(studio_id)

    def make_hash_key(self, studio_id: str) -> bytes:
        return self._hash_keys.make(studio_id)

    def reseal_hash_keys(self) -> None:
        self._hash_keys.reseal()

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, EntryRecord]:
        mine = self._table.c.studio_id == studio_id
        rows = read_rows(self._session, self._table, RECORD, mine, entry_ids)
        return dict(map(_record, rows))

    def imported_by(self, studio_id: str, run_id: str) -> Imported:
        table = self._table
        row = self._session.one(
            sa.select(
                sa.func.count().label("entries"), sa.func.sum(table.c.minutes).label("minutes")
            ).where(table.c.studio_id == studio_id, table.c.run_id == run_id)
        )
        return Imported(row["entries"], int(row["minutes"] or 0)) if row else Imported(0, 0)

    def imported_page(
        self, studio_id: str, run_id: str, *, most: int, after: int = 0
    ) -> Sequence[ImportedEntry]:
        table = self._table
        columns = (table.c[stored].label(field) for field, stored in IMPORTED.items())
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        query = sa.select(*columns).where(*mine, table.c.entry_id > after)
        rows = self._session.all(query.order_by(table.c.entry_id).limit(most))
        return [ImportedEntry(**row) for row in rows]

    def imported_among(self, studio_id: str, entry_ids: Collection[int]) -> Sequence[ImportedEntry]:
        names = [stored for stored in IMPORTED.values() if stored != "entry_id"]
        mine = self._table.c.studio_id == studio_id
        rows = read_rows(self._session, self._table, names, mine, entry_ids)
        return [
            ImportedEntry(**{field: getattr(row, stored) for field, stored in IMPORTED.items()})
            for row in rows
            if row.written_on is not None
        ]

    def fell_back(
        self, studio_id: str, harvest_account_id: int, known: Collection[int] = ()
    ) -> Mapping[int | None, int]:
        table, user = self._table, self._table.c.harvest_user_id
        is_unknown = sa.or_(user.is_(None), sa.not_(is_one_of(self._session, user, known)))
        rows = self._session.all(
            sa.select(user, sa.func.count().label("entries"))
            .where(
                table.c.studio_id == studio_id,
                table.c.harvest_account_id == harvest_account_id,
                table.c.state.in_(WITH_TIMELOG),
                # Word for word, as only then the partial index is used for sure.
                sa.text(FELL_BACK),
                *([is_unknown] if known else []),
            )
            .group_by(user)
        )
        return {row["harvest_user_id"]: row["entries"] for row in rows}

    def earlier_page(
        self, earlier: Earlier, *, most: int, after: DayPlace | None = None
    ) -> Sequence[ImportedEntry]:
        return self._earlier.page(earlier, most, after)

    def count_earlier(self, earlier: Earlier) -> int:
        return self._earlier.count(earlier)

    def add_many(self, source: Source, decisions: Sequence[Import | Skip]) -> None:
        rows = EntryRows(source, self._now)
        # What waits for the same lies together, as its index has it. Until the table was vacuumed
        # PostgreSQL looks for each entry that it counts there in the table, too.
        ordered = sorted(decisions, key=_waits_for)
        insert_rows(self._session, self._table, [rows.new(one) for one in ordered])

    def update_many(self, source: Source, decisions: Sequence[Decision]) -> None:
        rows = EntryRows(source, self._now)
        waited = [rows.outcome(one) for one in decisions if isinstance(one, Import | Skip)]
        found = [rows.found(one) for one in decisions if isinstance(one, Changed | Unchanged)]
        self._events.add(source.studio_id, source.run_id, waited, WITHOUT_TIMELOG)
        noted = [rows.said(one.entry) for one in decisions if isinstance(one, Noted)]
        self._events.add(source.studio_id, source.run_id, found, FOUND_BEFORE)
        if update_rows(self._session, self._table, waited, "state", WITHOUT_TIMELOG) < len(waited):
            raise LeaseLost
        update_rows(self._session, self._table, found, "state", FOUND_BEFORE)
        update_rows(self._session, self._table, noted, "state", WITHOUT_TIMELOG)

    def refuse(self, studio_id: str, run_id: str, refusals: Mapping[int, Refusal | None]) -> None:
        rows = [
            {
                "studio_id": studio_id,
                "entry_id": entry_id,
                **waiting(
                    SkipReason.SAVE_FAILED,
                    refusal.cause if refusal else None,
                    is_lasting=refusal is not None and refusal.is_lasting,
                ),
            }
            for entry_id, refusal in refusals.items()
        ]
        self._events.refuse(studio_id, run_id, rows)
        update_rows(self._session, self._table, rows, "run_id", [run_id])

    @cached_property
    def _now(self) -> datetime:
        return self._session.now()


def _waits_for(decision: Import | Skip) -> tuple[int, int]:
    """Return the project and task of an entry that waits, and nothing of one that is imported."""
    entry = decision.entry
    if isinstance(decision, Import) or isinstance(entry, UnreadableEntry):
        return 0, 0
    return entry.project_id, entry.task_id


def _record(row: Sequence[Any]) -> tuple[int, EntryRecord]:
    """Return the id of an entry, and what the columns `RECORD` say of it."""
    number, stored, run_id, said, written_from, reason, account_id = row
    state = STATES.get(stored)
    if state is None:
        # A newer version of the plugin gave the entry this state; it is left as it is.
        return number, EntryRecord(EntryState.IMPORTED, run_id, harvest_account_id=account_id)
    known = EntryRecord(state, run_id, said, written_from, REASONS.get(reason or ""), account_id)
    return number, known
