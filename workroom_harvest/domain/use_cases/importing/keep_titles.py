"""The step that keeps the start of what a timelog of a changed entry would be called."""

from workroom_harvest.domain.decisions import Changed, Unchanged, is_news
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.skipped import start_of_note
from workroom_harvest.domain.use_cases.importing.decide_page import Decided


def keep_titles(tx: Transaction, decided: Decided) -> None:
    """Store the titles of entries that are found changed, and delete those of what is as it was.

    They stand among the notes of what waits, and go with them at Disconnect.
    """
    titles: dict[int, str] = {}
    without: list[int] = []
    for one in decided.decisions:
        if not isinstance(one, Changed | Unchanged):
            continue
        record, number = decided.records[one.entry.id], one.entry.id
        if not is_news(one, record, decided.source.fingerprints[number]):
            continue
        if isinstance(one, Changed):
            titles[number] = start_of_note(one.entry.title)
        else:
            without.append(number)
    tx.entry_notes.put_many(decided.source.studio_id, titles)
    tx.entry_notes.remove_many(decided.source.studio_id, without)
