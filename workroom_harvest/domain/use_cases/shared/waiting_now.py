"""What waits of a connected account, by the mappings of now, and what somebody has to do."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.todo import TodoItem, stored_count, todo_list
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.waiting import (
    Choices,
    GroupTally,
    Tally,
    WaitingKey,
    group_tallies,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """How much waits by key, and what the studio has chosen for its projects and tasks."""

    tallies: Mapping[WaitingKey, Tally]
    choices: Choices

    @property
    def groups(self) -> Sequence[GroupTally]:
        """Return the groups of what waits, and of what is left out."""
        return group_tallies(self.tallies, self.choices)


def waiting_now(tx: Transaction, connection: Connection, targets: Targets) -> WaitingNow:
    """Return what waits of the connected Harvest account."""
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    mappings = targets.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id))
    left_out = tx.left_out.of(studio_id, account_id)
    return WaitingNow(
        tx.waiting.tallies(studio_id, account_id),
        Choices(mappings.projects.keys(), mappings.tasks.keys(), left_out),
    )


def todo_now(
    tx: Transaction, connection: Connection, groups: Sequence[GroupTally]
) -> Sequence[TodoItem]:
    """Return what somebody of the studio has to do, where these groups wait."""
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    return todo_list(
        connection,
        tx.runs.failing_since(studio_id),
        groups,
        tx.ledger.fell_back(studio_id, account_id),
    )


def keep_todo_count(tx: Transaction, connection: Connection, targets: Targets) -> None:
    """Count what is to be done, and keep the number with the connection.

    The caller has the connection `locked`, so that an older count never replaces a newer one.
    """
    items = todo_now(tx, connection, waiting_now(tx, connection, targets).groups)
    tx.connections.note_todo(connection, stored_count(items))


@dataclass(frozen=True)
class CountTodo:
    """Count what is to be done once a run is over."""

    store: Store
    catalogue: Catalogue

    def after(self, run: ImportRun) -> None:
        """Count once the run is over, unless it cannot have changed anything.

        A quiet night costs one look, because nothing that it found can add to an empty list.
        """
        if not self._stays_empty(run):
            self(run.studio_id)

    def __call__(self, studio_id: str) -> None:
        """Keep the number with the studio's connection, if there is one.

        No error is raised: what was done is done, and the next run counts anew.
        """
        try:
            targets = Targets.of(self.catalogue, studio_id)
            with self.store.transaction() as tx:
                connection = tx.connections.locked(studio_id)
                if connection is not None:
                    keep_todo_count(tx, connection, targets)
                    tx.commit()
        except Exception:
            log.exception("what is to be done in studio %s was not counted", studio_id)

    def _stays_empty(self, run: ImportRun) -> bool:
        if run.progress.total or run.status is not RunStatus.FINISHED:
            return False
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(run.studio_id)
        return connection is None or connection.todo == 0
