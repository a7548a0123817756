"""The notes of entries that wait, in memory."""

from collections.abc import Collection, Mapping

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.entry_notes import EntryNotes


class FakeEntryNotes(EntryNotes):
    """Notes over a database in memory, by studio and entry."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], str]:
        return self._database.table("entry_notes")

    def put_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        self._rows.update({(studio_id, entry_id): note for entry_id, note in notes.items()})

    def restore_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        for entry_id, note in notes.items():
            self._rows.setdefault((studio_id, entry_id), note)

    def remove_many(self, studio_id: str, entry_ids: Collection[int]) -> None:
        for entry_id in entry_ids:
            self._rows.pop((studio_id, entry_id), None)

    def forget(self, studio_id: str) -> None:
        for key in [key for key in self._rows if key[0] == studio_id]:
            del self._rows[key]
