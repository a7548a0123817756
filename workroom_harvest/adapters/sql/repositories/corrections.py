"""The repository of the entries that differ from their timelogs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import is_one_of, update_rows
from workroom_harvest.adapters.sql.repositories.entry_events import EntryEvents
from workroom_harvest.adapters.sql.repositories.entry_rows import EntryRows
from workroom_harvest.adapters.sql.repositories.entry_stories import said, written
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables.entries import DIFFERS, FELL_BACK
from workroom_harvest.domain.correction import KINDS, CorrectionKind, Differing
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.store.corrections import Corrections
from workroom_harvest.domain.ports.store.ledger import Source

Condition = sa.ColumnElement[bool] | sa.TextClause

IMPORTING = ("run_id", "written_at", "written_by")
"""The columns that tell of the import, which a correction leaves as they are."""


class SqlCorrections(Corrections):
    """The rows of the ledger whose timelogs are to be corrected."""

    def __init__(
        self, session: HostSession, entries: sa.Table, notes: sa.Table, events: EntryEvents
    ) -> None:
        self._session = session
        self._entries = entries
        self._notes = notes
        self._events = events

    def counts(
        self, studio_id: str, harvest_account_id: int, users: Collection[int] = ()
    ) -> Mapping[CorrectionKind, int]:
        state, number = self._entries.c.state, sa.func.count().label("number")
        found: dict[CorrectionKind, int] = {}
        for conditions in self._conditions(studio_id, harvest_account_id, users):
            rows = self._session.tuples(sa.select(state, number).where(*conditions).group_by(state))
            found |= {_kind(row.state): row.number for row in rows}
        return found

    def page(
        self,
        studio_id: str,
        harvest_account_id: int,
        users: Collection[int] = (),
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[Differing]:
        # Two queries, each with an index of its own, are merged here.
        parts = [
            self._read(conditions, self._entries.c.entry_id > after, most=most)
            for conditions in self._conditions(studio_id, harvest_account_id, users)
        ]
        return list(islice(merge(*parts, key=lambda one: one.entry_id), most))

    def among(
        self,
        studio_id: str,
        harvest_account_id: int,
        entry_ids: Collection[int],
        users: Collection[int] = (),
    ) -> Mapping[int, Differing]:
        these = is_one_of(self._session, self._entries.c.entry_id, entry_ids)
        return {
            one.entry_id: one
            for conditions in self._conditions(studio_id, harvest_account_id, users)
            for one in self._read(conditions, these)
        }

    def fallback_users(self, studio_id: str, harvest_account_id: int) -> Collection[int]:
        table, user = self._entries, self._entries.c.harvest_user_id
        theirs = (
            table.c.studio_id == studio_id,
            table.c.harvest_account_id == harvest_account_id,
            sa.text(FELL_BACK),
        )
        # From each user to the next one in the index, past all entries of the former.
        users = sa.select(sa.func.min(user).label("id")).where(*theirs).cte(recursive=True)
        following = sa.select(sa.func.min(user)).where(*theirs, user > users.c.id)
        there_is_one = users.c.id.is_not(None)
        users = users.union_all(sa.select(following.scalar_subquery()).where(there_is_one))
        rows = self._session.tuples(sa.select(users.c.id).where(users.c.id.is_not(None)))
        return {row.id for row in rows}

    def rewrite(self, source: Source, changes: Sequence[Import]) -> None:
        rows = EntryRows(source, self._session.now())
        anew = [
            {name: value for name, value in rows.outcome(one).items() if name not in IMPORTING}
            for one in changes
        ]
        before = [EntryState.CHANGED, EntryState.IMPORTED]
        self._events.add(source.studio_id, source.run_id, anew, before)
        update_rows(self._session, self._entries, anew, "state", before)

    def note_said(self, source: Source, entries: Sequence[HarvestEntry]) -> None:
        rows = EntryRows(source, self._session.now())
        anew = [rows.said(one) for one in entries]
        update_rows(self._session, self._entries, anew, "state", [EntryState.DELETED])

    def dismiss(self, studio_id: str, member_id: str, entry_ids: Collection[int]) -> None:
        table = self._entries
        if entry_ids:
            these = is_one_of(self._session, table.c.entry_id, entry_ids)
            self._session.write(
                sa.update(table)
                .where(table.c.studio_id == studio_id, these)
                .values(
                    dismissed=self._values,
                    dismissed_at=self._session.now(),
                    dismissed_by=member_id,
                )
            )

    @property
    def _values(self) -> sa.ColumnElement[str]:
        """Return what a dismissal is about: the entry's state, and Harvest's values."""
        table = self._entries
        none, colon = sa.literal(""), sa.literal(":")
        return table.c.state.concat(colon).concat(sa.func.coalesce(table.c.fingerprint, none))

    def _conditions(
        self, studio_id: str, harvest_account_id: int, users: Collection[int]
    ) -> Iterable[Sequence[Condition]]:
        table = self._entries
        mine = (
            table.c.studio_id == studio_id,
            table.c.harvest_account_id == harvest_account_id,
            sa.or_(table.c.dismissed.is_(None), table.c.dismissed != self._values),
        )
        # Word for word, as only then the partial indexes are used for sure: not as columns, since
        # SQLAlchemy compares a Boolean one with 1 on SQLite.
        yield (*mine, sa.text(DIFFERS))
        if users:
            theirs = is_one_of(self._session, table.c.harvest_user_id, users)
            is_imported = table.c.state == str(EntryState.IMPORTED)
            yield (*mine, sa.text(FELL_BACK), theirs, is_imported)

    def _read(
        self,
        conditions: Sequence[Condition],
        these: sa.ColumnElement[bool],
        most: int | None = None,
    ) -> Sequence[Differing]:
        table, notes = self._entries, self._notes
        note = sa.and_(notes.c.studio_id == table.c.studio_id, notes.c.entry_id == table.c.entry_id)
        query = (
            sa.select(table, notes.c.note)
            .select_from(table.outerjoin(notes, note))
            .where(*conditions, these)
            .order_by(table.c.entry_id)
            .limit(most)
        )
        return [_differing(row) for row in self._session.all(query)]


def _kind(state: str) -> CorrectionKind:
    return KINDS.get(EntryState(state), CorrectionKind.OWNER)


def _differing(row: Any) -> Differing:
    return Differing(
        row["entry_id"],
        _kind(row["state"]),
        None if row["spent_on"] is None else said(row),
        row["is_billable"],
        row["is_running"],
        row["fingerprint"],
        written(row),
        row["written_from"],
        row["note"] or "",
    )
