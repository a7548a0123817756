"""The step that tells whoever wants to know how a run ended."""

import logging
from dataclasses import dataclass

from workroom_harvest.domain import events
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.events import NeedsAttention
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReportEnd:
    """Send the events of a run that is over, once its end is committed."""

    store: Store
    events: Events

    def __call__(self, run: ImportRun, attention: NeedsAttention | None = None) -> None:
        """Send what is news about the run, which may be nothing, and last that it wants attention.

        A run that was deleted is not told of. If the database does not answer, nobody is told: the
        run is over all the same.
        """
        try:
            told_failing = self._told_failing(run) if run.request.night is not None else False
        except StoreUnavailable as error:
            log.warning("import %s: nobody is told how it ended: %s", run.id, error)
            return
        if told_failing is None:
            return
        for event in events.of_run(run, told_failing=told_failing):
            self.events.send(event)
        if attention is not None:
            self.events.send(attention)

    def _told_failing(self, run: ImportRun) -> bool | None:
        """Return whether it was told before a night that nights fail, or None if it was deleted.

        What will be told by then is stored, so that nobody tells the same again.
        """
        with self.store.transaction() as tx:
            if tx.runs.by_id(run.id) is None:
                return None
            connection = tx.connections.for_studio(run.studio_id)
            told = connection is not None and connection.told_failing
            fails = events.failing_after(run, told_failing=told)
            if connection is None or connection.id != run.connection_id or fails is told:
                return fails
            is_mine = tx.connections.note_failing(connection, is_told=fails)
            tx.commit()
        return told if is_mine else fails
