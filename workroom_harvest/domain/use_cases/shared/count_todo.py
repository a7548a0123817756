"""The step that counts what somebody of a studio has to do, once that may have changed."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.events import NeedsAttention
from workroom_harvest.domain.ports.host import Catalogue, Member, People
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import keep_todo_count

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CountTodo:
    """Count what is to be done, and look whether the designer who connected can still be found.

    No error is raised: what was done is done, and the next run counts anew.
    """

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(self, studio_id: str) -> None:
        """Keep the number with the studio's connection, if there is one."""
        with _logged(studio_id):
            self._count(studio_id)

    def after(self, run: ImportRun) -> NeedsAttention | None:
        """Count once the run is over, unless it cannot have changed anything.

        Return what is to be told of it, or None. A quiet night costs one look, because nothing that
        it found can add to an empty list.
        """
        with _logged(run.studio_id):
            if not (_is_quiet(run) and self._stays_empty(run.studio_id)):
                # Somebody cancelled a run, or looked at a preview, and knows.
                is_told_of = run.status is not RunStatus.CANCELLED and not run.is_preview
                return self._count(run.studio_id, run if is_told_of else None)
        return None

    def where_owner_changed(self, studio_id: str) -> None:
        """Count if the designer who connected went, or came back, since somebody looked last."""
        with _logged(studio_id):
            connection = self._connection(studio_id)
            if connection and connection.lacks_owner is not self._lacks_owner(connection):
                self._count(studio_id)

    def members(self, studio_id: str) -> Sequence[Member]:
        """Return the studio's active members; none, if the host does not tell them."""
        with _logged(studio_id):
            return self.people.active_members(studio_id)
        return ()

    def _count(self, studio_id: str, run: ImportRun | None = None) -> NeedsAttention | None:
        news = None
        targets = Targets.of(self.catalogue, studio_id)
        members = self.people.active_members(studio_id)
        seen = self._connection(studio_id)
        missing = seen.connected_by if seen and self._lacks_owner(seen) else None
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is not None:
                # Somebody else may have connected meanwhile, who was found when they did.
                lacks_owner = connection.connected_by == missing
                tx.connections.note_owner(connection, is_missing=lacks_owner)
                present = replace(connection, lacks_owner=lacks_owner)
                # A night of a studio off Pro was deleted, and nothing is told of it.
                is_kept = run is not None and tx.runs.by_id(run.id) is not None
                news = keep_todo_count(tx, present, targets, members, run if is_kept else None)
                tx.commit()
        return news

    def _stays_empty(self, studio_id: str) -> bool:
        connection = self._connection(studio_id)
        return connection is None or not (connection.todo or self._lacks_owner(connection))

    def _connection(self, studio_id: str) -> Connection | None:
        with self.store.transaction() as tx:
            return tx.connections.for_studio(studio_id)

    def _lacks_owner(self, connection: Connection) -> bool:
        return self.people.member(connection.studio_id, connection.connected_by) is None


def _is_quiet(run: ImportRun) -> bool:
    return run.status is RunStatus.FINISHED and not run.progress.total


@contextmanager
def _logged(studio_id: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception("what is to be done in studio %s was not counted", studio_id)
