"""The repository of the waiting entries that an import of what waits takes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import is_one_of
from workroom_harvest.adapters.sql.repositories.waiting import (
    REASONS,
    WAITS,
    SqlWaiting,
    entry_of,
    key_of,
)
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.waiting import WaitingEntry
from workroom_harvest.domain.ports.store.wanted import Click, Span, Wanted
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import WaitingKey


class SqlWanted(Wanted):
    """The rows of the ledger that wait, without those that the run has skipped."""

    def __init__(
        self,
        session: HostSession,
        waiting: SqlWaiting,
        entries: sa.Table,
        notes: sa.Table,
        skipped: sa.Table,
    ) -> None:
        self._session = session
        self._waiting = waiting
        self._entries = entries
        self._notes = notes
        self._skipped = skipped

    def spans(self, click: Click) -> Mapping[WaitingKey, Span]:
        table = self._entries
        key = self._key()
        counts = (
            sa.func.count().label("entries"),
            sa.func.min(table.c.spent_on).label("first"),
            sa.func.max(table.c.spent_on).label("last"),
        )
        rows = self._session.tuples(
            sa.select(*key, *counts).where(*self._mine(click)).group_by(*key)
        )
        return {
            key_of(row): Span(row.entries, row.first, row.last)
            for row in rows
            if row.reason in REASONS
        }

    def keys(self, click: Click, entry_ids: Collection[int]) -> Mapping[int, WaitingKey]:
        table = self._entries
        listed = is_one_of(self._session, table.c.entry_id, entry_ids)
        rows = self._session.tuples(
            sa.select(table.c.entry_id, *self._key()).where(*self._mine(click), listed)
        )
        return {row.entry_id: key_of(row) for row in rows if row.reason in REASONS}

    def first(
        self, click: Click, keys: Collection[WaitingKey], most: int
    ) -> Sequence[WaitingEntry]:
        if not (keys and most):
            return []
        table, notes, skipped = self._entries, self._notes, self._skipped
        note = sa.and_(notes.c.studio_id == table.c.studio_id, notes.c.entry_id == table.c.entry_id)
        missed = sa.select(skipped.c.entry_id).where(
            skipped.c.studio_id == click.studio_id, skipped.c.reason == SkipReason.GONE
        )
        query = (
            sa.select(table, notes.c.note)
            .select_from(table.outerjoin(notes, note))
            .where(*self._mine(click), *self._waiting.have(keys))
            .order_by(sa.case((table.c.entry_id.in_(missed), 1), else_=0), table.c.entry_id)
            .limit(most)
        )
        return [entry_of(row) for row in self._session.tuples(query)]

    def _key(self) -> Sequence[sa.ColumnElement[Any]]:
        table = self._entries
        return (table.c.harvest_project_id, table.c.harvest_task_id, table.c.reason)

    def _mine(self, click: Click) -> Sequence[sa.ColumnElement[bool]]:
        table, skipped = self._entries, self._skipped
        decided = sa.select(skipped.c.entry_id).where(
            skipped.c.run_id == click.run_id, skipped.c.entry_id.is_not(None)
        )
        return (
            table.c.studio_id == click.studio_id,
            table.c.state == WAITS,
            table.c.harvest_account_id == click.harvest_account_id,
            table.c.listed_at <= click.at,
            table.c.entry_id.not_in(decided),
        )
