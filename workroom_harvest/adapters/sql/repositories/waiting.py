"""The repository of the entries that wait."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from workroom_harvest.adapters.sql.bulk import is_one_of
from workroom_harvest.adapters.sql.repositories.messages import known_message
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.waiting import Position, Waiting, WaitingEntry
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import Tally, WaitingKey

WAITS: sa.ColumnElement[str] = sa.literal_column("'waiting'")
"""The state, word for word, as only then the partial index on what waits is used for sure."""

NO_DAY = date(9999, 12, 31)
"""The day by which entries without one are ordered."""

REASONS = {str(reason): reason for reason in SkipReason}


class SqlWaiting(Waiting):
    """The rows of the ledger that wait, grouped and listed."""

    def __init__(
        self, session: HostSession, entries: sa.Table, notes: sa.Table, skipped: sa.Table
    ) -> None:
        self._session = session
        self._entries = entries
        self._notes = notes
        self._skipped = skipped

    def tallies(self, studio_id: str, harvest_account_id: int) -> Mapping[WaitingKey, Tally]:
        table = self._entries
        key = (table.c.harvest_project_id, table.c.harvest_task_id, table.c.reason)
        rows = self._session.tuples(
            sa.select(
                *key,
                sa.func.count().label("entries"),
                sa.func.coalesce(sa.func.sum(table.c.said_minutes), 0).label("minutes"),
                sa.func.min(table.c.spent_on).label("since"),
                sa.func.count().filter(table.c.is_lasting).label("lasting"),
            )
            .where(*self._mine(studio_id, harvest_account_id))
            .group_by(*key)
        )
        return {
            key_of(row): Tally(row.entries, int(row.minutes), row.since, row.lasting)
            for row in rows
            if row.reason in REASONS
        }

    def skipped_by(
        self, studio_id: str, harvest_account_id: int, run_id: str
    ) -> Mapping[WaitingKey, Tally]:
        table, skipped = self._entries, self._skipped
        key = (table.c.harvest_project_id, table.c.harvest_task_id, skipped.c.reason)
        same = sa.and_(
            table.c.studio_id == skipped.c.studio_id, table.c.entry_id == skipped.c.entry_id
        )
        rows = self._session.tuples(
            sa.select(
                *key,
                sa.func.count().label("entries"),
                sa.func.coalesce(sa.func.sum(skipped.c.minutes), 0).label("minutes"),
            )
            .select_from(skipped.join(table, same))
            .where(
                skipped.c.studio_id == studio_id,
                skipped.c.run_id == run_id,
                table.c.harvest_account_id == harvest_account_id,
            )
            .group_by(*key)
        )
        return {
            key_of(row): Tally(row.entries, int(row.minutes))
            for row in rows
            if row.reason in REASONS
        }

    def entries(
        self,
        studio_id: str,
        harvest_account_id: int,
        keys: Collection[WaitingKey],
        *,
        most: int,
        after: Position | None = None,
    ) -> Sequence[WaitingEntry]:
        table, notes = self._entries, self._notes
        if not keys:
            return []
        day = sa.func.coalesce(table.c.spent_on, sa.literal(NO_DAY, sa.Date))
        place = (day, table.c.entry_id)
        # The index alone tells which entries are wanted, and few rows are read.
        wanted = (
            sa.select(table.c.entry_id)
            .where(*self._mine(studio_id, harvest_account_id), *self.have(keys))
            .order_by(*place)
            .limit(most)
        )
        if after is not None:
            there = sa.literal(after.spent_on or NO_DAY, sa.Date), sa.literal(after.entry_id)
            wanted = wanted.where(sa.tuple_(*place) > sa.tuple_(*there))
        note = sa.and_(notes.c.studio_id == table.c.studio_id, notes.c.entry_id == table.c.entry_id)
        rows = self._session.tuples(
            sa.select(table, notes.c.note)
            .select_from(table.outerjoin(notes, note))
            .where(table.c.studio_id == studio_id, table.c.entry_id.in_(wanted))
            .order_by(*place)
        )
        return [entry_of(row) for row in rows]

    def _mine(self, studio_id: str, harvest_account_id: int) -> Sequence[sa.ColumnElement[bool]]:
        table = self._entries
        return (
            table.c.studio_id == studio_id,
            table.c.state == WAITS,
            table.c.harvest_account_id == harvest_account_id,
        )

    def have(self, keys: Collection[WaitingKey]) -> Sequence[sa.ColumnElement[bool]]:
        """Return the conditions that an entry has one of the keys, of which there may be thousands.

        Each key is a text, as neither database compares rows that hold null with a long list. By
        the projects alone the index finds where to look.
        """
        table, projects = self._entries, {key.project_id for key in keys}
        known = [one for one in projects if one is not None]
        if len(known) < len(projects):
            return [self._has_text(keys)]
        return [is_one_of(self._session, table.c.harvest_project_id, known), self._has_text(keys)]

    def _has_text(self, keys: Collection[WaitingKey]) -> sa.ColumnElement[bool]:
        table = self._entries
        none, between = sa.literal("-"), sa.literal(" ")
        texts = [
            sa.func.coalesce(sa.cast(column, sa.Text), none)
            for column in (table.c.harvest_project_id, table.c.harvest_task_id)
        ]
        text = texts[0].concat(between).concat(texts[1]).concat(between).concat(table.c.reason)
        listed = [_text(key) for key in keys]
        if self._session.is_postgresql:
            return text == sa.func.any(sa.cast(listed, postgresql.ARRAY(sa.Text)))
        each = sa.func.json_each(json.dumps(listed)).table_valued("value")
        return text.in_(sa.select(each.c.value))


def key_of(row: sa.Row[Any]) -> WaitingKey:
    """Return the key of a row whose reason this version knows."""
    return WaitingKey(row.harvest_project_id, row.harvest_task_id, REASONS[row.reason])


def _text(key: WaitingKey) -> str:
    ids = ("-" if one is None else str(one) for one in (key.project_id, key.task_id))
    return " ".join((*ids, key.reason))


def entry_of(row: sa.Row[Any]) -> WaitingEntry:
    """Return the entry of a row that is joined with its note."""
    return WaitingEntry(
        row.entry_id,
        key_of(row),
        row.spent_on,
        row.said_minutes,
        row.harvest_user_id,
        row.note or "",
        known_message(row.cause),
    )
