"""The step that keeps the start of the note of each entry of a page that waits."""

from collections.abc import Container

from workroom_harvest.domain.decisions import Import, Skip, is_news
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.skipped import start_of_note
from workroom_harvest.domain.use_cases.importing.decide_page import Decided


def keep_notes(tx: Transaction, decided: Decided, refused: Container[int]) -> None:
    """Store the notes of entries that begin to wait or changed, and delete those of what came in.

    An entry that waits as before has its note back if that went with a Disconnect. `refused` are
    the ids of the entries that were to be imported, and that the host refuses.
    """
    notes: dict[int, str] = {}
    as_before: dict[int, str] = {}
    without: list[int] = []
    for one in decided.decisions:
        entry = one.entry
        if not (isinstance(one, Import | Skip) and isinstance(entry, HarvestEntry)):
            continue
        if isinstance(one, Skip) and not one.waits:
            continue
        record = decided.records.get(entry.id)
        fingerprint = decided.source.fingerprints[entry.id]
        waits = isinstance(one, Skip) or entry.id in refused
        note = start_of_note(entry.notes) if waits else ""
        if record is not None and not is_news(one, record, fingerprint):
            as_before |= {entry.id: note} if note else {}
        elif note:
            notes[entry.id] = note
        elif record is not None:
            without.append(entry.id)
    studio_id = decided.source.studio_id
    tx.entry_notes.put_many(studio_id, notes)
    tx.entry_notes.restore_many(studio_id, as_before)
    tx.entry_notes.remove_many(studio_id, without)
