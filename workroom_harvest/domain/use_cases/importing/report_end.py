"""The step that tells whoever wants to know how a run ended."""

import logging
from dataclasses import dataclass

from workroom_harvest.domain import events
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReportEnd:
    """Send the events of a run that is over, once its end is committed."""

    store: Store
    events: Events

    def __call__(self, run: ImportRun) -> None:
        """Send what is news about the run, which may be nothing.

        A run that was deleted is not told of. If the database does not answer, nobody is told: the
        run is over all the same.
        """
        night_before = None
        if run.request.night is not None:
            try:
                with self.store.transaction() as tx:
                    is_there = tx.runs.by_id(run.id) is not None
                    night_before = tx.runs.night_before(run)
            except StoreUnavailable as error:
                log.warning("import %s: nobody is told how it ended: %s", run.id, error)
                return
            if not is_there:
                return
        for event in events.of_run(run, night_before):
            self.events.send(event)
