"""The repository of the entries that previews show as coming in."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows, read_rows
from workroom_harvest.adapters.sql.repositories.differences import Differences
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.difference import Difference
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.store.previewed_entries import PreviewedEntries
from workroom_harvest.domain.previewed import OwnerSum, PreviewedEntry, PreviewSums, ProjectSum

SHOWN = tuple(PreviewedEntry.__dataclass_fields__)
"""The columns of what is shown of an entry; their names are those of its fields."""


class SqlPreviewedEntries(PreviewedEntries):
    """Previewed entries, one row each."""

    def __init__(
        self, session: HostSession, table: sa.Table, entries: sa.Table, skipped_entries: sa.Table
    ) -> None:
        self._session = session
        self._table = table
        self._entries = entries
        self._skipped_entries = skipped_entries

    def add_many(
        self, studio_id: str, run_id: str, decisions: Sequence[Import], keyed_hash: KeyedHash
    ) -> None:
        rows = []
        for one in decisions:
            shown = PreviewedEntry.of(one)
            row = {name: getattr(shown, name) for name in SHOWN}
            row["spent_on"] = shown.spent_on.isoformat()
            title_hash = keyed_hash(one.timelog.title)
            rows.append({**row, "run_id": run_id, "studio_id": studio_id, "title_hash": title_hash})
        insert_rows(self._session, self._table, rows)

    def known(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> Collection[int]:
        # The studio is compared here, as an index begins with it.
        mine = self._table.c.run_id == run_id
        rows = read_rows(self._session, self._table, ("studio_id",), mine, entry_ids)
        return [row.entry_id for row in rows if row.studio_id == studio_id]

    def first(self, studio_id: str, run_id: str, after: int, most: int) -> Sequence[PreviewedEntry]:
        table = self._table
        query = sa.select(*(table.c[name] for name in SHOWN)).where(
            self._mine(studio_id, run_id), table.c.entry_id > after
        )
        rows = self._session.all(query.order_by(table.c.entry_id).limit(most))
        return [PreviewedEntry(**row) for row in rows]

    def sums(self, studio_id: str, run_id: str, most: int) -> PreviewSums:
        table, mine = self._table, self._mine(studio_id, run_id)
        one = sa.case((table.c.is_billed, 1), else_=0)
        billed = sa.case((table.c.is_billed, table.c.minutes), else_=0)
        counted = [sa.func.count(), *(_sum(each) for each in (table.c.minutes, one, billed))]
        (whole,) = self._session.tuples(sa.select(*counted).select_from(table).where(mine))
        entries, minutes, billed_entries, billed_minutes = map(int, whole)
        projects = self._lines(mine, ("project", "project_id"), most)
        owners = self._lines(mine, ("person", "member_id", "fell_back"), most)
        return PreviewSums(
            entries,
            minutes,
            billed_entries,
            billed_minutes,
            [ProjectSum(**line) for line in projects],
            [OwnerSum(**line) for line in owners],
        )

    def differences(self, studio_id: str, preview_id: str, run_id: str) -> Sequence[Difference]:
        return Differences(
            self._session, self._table, self._entries, self._skipped_entries
        ).between(studio_id, preview_id, run_id)

    def forget_names(self, studio_id: str) -> None:
        table = self._table
        nameless = {"project": "", "task": "", "person": "", "note": "", "title_hash": None}
        mine = table.c.studio_id == studio_id
        self._session.write(sa.update(table).where(mine).values(**nameless))

    def _mine(self, studio_id: str, run_id: str) -> sa.ColumnElement[bool]:
        return sa.and_(self._table.c.run_id == run_id, self._table.c.studio_id == studio_id)

    def _lines(
        self, mine: sa.ColumnElement[bool], names: Sequence[str], most: int
    ) -> list[dict[str, Any]]:
        """Return the values of the columns, with their entries and minutes, most minutes first."""
        columns = [self._table.c[name] for name in names]
        count, minutes = sa.func.count(), _sum(self._table.c.minutes)
        counted = [*columns, count.label("entries"), minutes.label("minutes")]
        query = sa.select(*counted).where(mine).group_by(*columns)
        rows = self._session.all(query.order_by(minutes.desc(), *columns).limit(most))
        # PostgreSQL sums whole numbers up as decimals.
        return [{**row, "minutes": int(row["minutes"])} for row in rows]


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(column), 0)
