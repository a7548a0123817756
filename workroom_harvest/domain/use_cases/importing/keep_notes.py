"""The step that keeps the start of the note of each entry of a page that waits."""

from collections.abc import Container

from workroom_harvest.domain.decisions import Import, Skip, is_news
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.skipped import start_of_note
from workroom_harvest.domain.use_cases.importing.decide_page import Decided


def keep_notes(tx: Transaction, decided: Decided, refused: Container[int]) -> None:
    """Store the notes of entries that begin to wait or changed, and delete those of what came in.

    `refused` are the ids of the entries that were to be imported, and that the host refuses.
    """
    notes: dict[int, str] = {}
    without: list[int] = []
    for one in decided.decisions:
        entry = one.entry
        if not (isinstance(one, Import | Skip) and isinstance(entry, HarvestEntry)):
            continue
        record = decided.records.get(entry.id)
        if record is not None and not is_news(one, record, decided.source.fingerprints[entry.id]):
            continue
        waits = isinstance(one, Skip) or entry.id in refused
        note = start_of_note(entry.notes) if waits else ""
        if note:
            notes[entry.id] = note
        elif record is not None:
            without.append(entry.id)
    tx.entry_notes.put_many(decided.source.studio_id, notes)
    tx.entry_notes.remove_many(decided.source.studio_id, without)
