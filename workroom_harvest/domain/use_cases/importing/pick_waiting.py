"""The step that finds out which entries an import of what waits takes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.waiting import WaitingEntry
from workroom_harvest.domain.ports.store.wanted import Click
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import Choices, Place, WaitingGroup, WaitingKey, place
from workroom_harvest.domain.window import Waiting


@dataclass(frozen=True, slots=True)
class Left:
    """What a run still wants: how many entries, and the next ones to ask for, as not found."""

    entries: int
    first: Sequence[SkippedEntry]


@dataclass(frozen=True)
class PickWaiting:
    """Find what waited in the run's group when somebody clicked, and the run has not decided.

    The groups follow the mappings of now.
    """

    store: Store

    def among(
        self,
        run: ImportRun,
        connection: Connection,
        mappings: MappingSnapshot,
        entry_ids: Collection[int],
    ) -> Collection[int]:
        """Return the ids of those of the entries that the run takes."""
        with self.store.transaction() as tx:
            keys = tx.wanted.keys(_click(run, connection), entry_ids)
            there = set(standing(tx, connection, mappings, _group(run), set(keys.values())))
        return {entry_id for entry_id, key in keys.items() if key in there}

    def left(
        self, run: ImportRun, connection: Connection, mappings: MappingSnapshot, most: int
    ) -> Left:
        """Return how much the run still wants, and up to `most` of it."""
        click = _click(run, connection)
        with self.store.transaction() as tx:
            spans = tx.wanted.spans(click)
            keys = standing(tx, connection, mappings, _group(run), spans)
            first = tx.wanted.first(click, keys, most)
            return Left(sum(spans[key].entries for key in keys), _not_found(tx, connection, first))


def standing(
    tx: Transaction,
    connection: Connection,
    mappings: MappingSnapshot,
    group: WaitingGroup,
    keys: Iterable[WaitingKey],
) -> Sequence[WaitingKey]:
    """Return those of the keys whose entries stand in the group and were not left out."""
    left_out = tx.left_out.of(connection.studio_id, connection.harvest_account.id)
    choices = Choices(mappings.projects.keys(), mappings.tasks.keys(), left_out)
    places = (Place(group, is_mapped=True), Place(group, is_mapped=False))
    return [key for key in keys if place(key, choices) in places]


def _click(run: ImportRun, connection: Connection) -> Click:
    return Click(run.studio_id, connection.harvest_account.id, run.id, run.created_at)


def _group(run: ImportRun) -> WaitingGroup:
    window = run.request.window
    assert isinstance(window, Waiting), "the run does not pick"  # noqa: S101 because that is for ourselves
    return window.group


def _not_found(
    tx: Transaction, connection: Connection, entries: Sequence[WaitingEntry]
) -> Sequence[SkippedEntry]:
    """Return the entries as skipped because Harvest did not find them, as it listed them last."""
    ids = {
        ItemKind.PROJECT: {one.key.project_id for one in entries},
        ItemKind.TASK: {one.key.task_id for one in entries},
        ItemKind.PERSON: {one.user_id for one in entries},
    }
    account = connection.studio_id, connection.harvest_account.id
    names = {
        kind: tx.harvest_items.names(*account, kind, [one for one in some if one is not None])
        for kind, some in ids.items()
    }
    return [
        SkippedEntry(
            SkipReason.GONE,
            one.entry_id,
            one.spent_on,
            one.minutes,
            names[ItemKind.PROJECT].get(one.key.project_id or 0, ""),
            names[ItemKind.TASK].get(one.key.task_id or 0, ""),
            names[ItemKind.PERSON].get(one.user_id or 0, ""),
            one.note,
        )
        for one in entries
    ]
