"""The repository of the notes of entries that wait."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import Row, insert_rows, is_one_of
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.entry_notes import EntryNotes

IN_PLACE = "ON CONFLICT (studio_id, entry_id) DO UPDATE SET note = excluded.note"
IF_NONE = "ON CONFLICT (studio_id, entry_id) DO NOTHING"


class SqlEntryNotes(EntryNotes):
    """The notes of entries that wait, one row each."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def put_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        insert_rows(self._session, self._table, _rows(studio_id, notes), IN_PLACE)

    def restore_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        insert_rows(self._session, self._table, _rows(studio_id, notes), IF_NONE)

    def remove_many(self, studio_id: str, entry_ids: Collection[int]) -> None:
        if entry_ids:
            table = self._table
            these = is_one_of(self._session, table.c.entry_id, entry_ids)
            self._session.write(sa.delete(table).where(table.c.studio_id == studio_id, these))

    def forget(self, studio_id: str) -> None:
        self._session.write(sa.delete(self._table).where(self._table.c.studio_id == studio_id))


def _rows(studio_id: str, notes: Mapping[int, str]) -> list[Row]:
    return [
        {"studio_id": studio_id, "entry_id": entry_id, "note": note}
        for entry_id, note in notes.items()
    ]
