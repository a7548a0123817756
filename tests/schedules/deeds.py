"""What each run did to timelogs, as records and events tell."""

from collections import Counter

from tests.schedules.facts import Facts
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun, RunKind

CAME_IN = {
    (before, EntryState.IMPORTED)
    for before in (EntryState.WAITING, EntryState.UNDONE, EntryState.GONE)
}
DOES = {
    RunKind.UNDO: {
        (before, after)
        for before in (EntryState.IMPORTED, EntryState.CHANGED, EntryState.ORPHANED)
        for after in (EntryState.UNDONE, EntryState.GONE)
    },
    RunKind.CORRECTION: {
        (EntryState.CHANGED, EntryState.IMPORTED),
        (EntryState.DELETED, EntryState.IMPORTED),
        (EntryState.ORPHANED, EntryState.GONE),
    },
}
"""The changes by which a run of a kind counts an entry; `CAME_IN` are those of an import."""


def done_by_runs(first: Facts, last: Facts) -> Counter[str]:
    """Return how many timelogs each run added, changed or removed, as records and events tell.

    `first` is what lasted when the processes began. What came in since then at its first listing
    has no event.
    """
    did, new = Counter(first.ledger.values()), set(last.events) - set(first.events)
    for change in new:
        run = last.runs.get(change.run_id)
        if run is not None:
            does = DOES.get(run.request.kind, CAME_IN)
            did[run.id] += (change.before, change.after) in does
    met = {*first.ledger, *(change.entry_id for change in new)}
    return did + Counter(run_id for number, run_id in last.ledger.items() if number not in met)


def count_undone(first: Facts, last: Facts, run: ImportRun) -> int:
    """Return of how many timelogs an undo that has finished must have said what became of them.

    They are those of the import that it undoes, but for what others have removed meanwhile.
    """
    removed = {
        change.entry_id
        for change in set(last.events) - set(first.events)
        if change.run_id != run.id and change.after in (EntryState.UNDONE, EntryState.GONE)
    }
    mine = {number for number, run_id in first.ledger.items() if run_id == run.request.undoes}
    return len(mine - set(first.deleted) - removed)
