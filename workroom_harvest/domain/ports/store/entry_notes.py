"""The starts of the notes of entries that wait."""

from collections.abc import Collection, Mapping
from typing import Protocol


class EntryNotes(Protocol):
    """The start of the note of each entry that waits and has one, until it comes in.

    Up to 2,000 notes are written at once. `Waiting.entries` reads them. They go at Disconnect, and
    come back as Harvest lists their entries again.
    """

    def put_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        """Store notes by entry id in place of those that are stored; there may be none."""

    def restore_many(self, studio_id: str, notes: Mapping[int, str]) -> None:
        """Store those of the notes, by entry id, whose entry has none; there may be no notes."""

    def remove_many(self, studio_id: str, entry_ids: Collection[int]) -> None:
        """Delete the notes of those of the entries that have one; there may be none."""

    def forget(self, studio_id: str) -> None:
        """Delete all notes of the studio."""
