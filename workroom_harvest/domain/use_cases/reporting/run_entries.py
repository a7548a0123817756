"""An entry of a run as it is listed, whatever the run made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.ledger import ImportedEntry
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


@dataclass(frozen=True, slots=True)
class RunEntry:
    """An entry of a run. `reason` is why it was skipped, or None if it came in.

    What cannot be read is None or empty, and so are names and notes after Disconnect. `note` is
    None for an entry with a timelog, which has the whole of it: here only its hash is kept. `cause`
    says more than the reason does, where there is more to say.
    """

    entry_id: int | None
    spent_on: date | None
    minutes: int | None
    project: str
    task: str
    person: str
    note: str | None
    reason: SkipReason | None = None
    cause: Message | None = None


def previewed(entry: PreviewedEntry) -> RunEntry:
    """Return an entry that would come in."""
    names = entry.project, entry.task, entry.person
    return RunEntry(entry.entry_id, entry.spent_on, entry.minutes, *names, entry.note)


def skipped(entry: SkippedEntry) -> RunEntry:
    """Return an entry that did not come in, or had come in before."""
    return RunEntry(
        entry.entry_id,
        entry.spent_on,
        entry.minutes,
        entry.project,
        entry.task,
        entry.person,
        None if entry.reason is SkipReason.ALREADY_IMPORTED else entry.note,
        entry.reason,
        entry.cause,
    )


def with_names(
    tx: Transaction, run: ImportRun, entries: Sequence[SkippedEntry]
) -> Sequence[SkippedEntry]:
    """Return what a run skipped with its names, which an undo, that asks Harvest nothing, has not.

    They are those that are known now.
    """
    if not run.request.undoes:
        return entries
    ids = [one.entry_id for one in entries if one.entry_id is not None]
    found = tx.ledger.imported_among(run.studio_id, ids)
    known = {one.entry_id: one for one in named(tx, run.studio_id, found, None)}
    return [
        replace(one, project=name.project, task=name.task, person=name.person)
        if (name := known.get(one.entry_id))
        else one
        for one in entries
    ]


def named(
    tx: Transaction, studio_id: str, found: Sequence[ImportedEntry], reason: SkipReason | None
) -> list[RunEntry]:
    """Return imported entries with the names that are known; a run has those of one account."""
    if not found:
        return []
    ids = {
        ItemKind.PROJECT: [one.project_id for one in found],
        ItemKind.TASK: [one.task_id for one in found],
        ItemKind.PERSON: [one.user_id for one in found],
    }
    account = found[0].harvest_account_id
    names = {
        (kind, number): name
        for kind, numbers in ids.items()
        for number, name in tx.harvest_items.names(
            studio_id, account, kind, {one for one in numbers if one is not None}
        ).items()
    }
    return [
        RunEntry(
            one.entry_id,
            one.spent_on,
            one.minutes,
            names.get((ItemKind.PROJECT, one.project_id or 0), ""),
            names.get((ItemKind.TASK, one.task_id or 0), ""),
            names.get((ItemKind.PERSON, one.user_id or 0), ""),
            None,
            reason,
        )
        for one in found
    ]
