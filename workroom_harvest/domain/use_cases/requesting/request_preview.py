"""The use case by which a person requests a preview."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.use_cases.requesting.start_run import Requested, StartRun
from workroom_harvest.domain.use_cases.shared.end_previews import end_previews
from workroom_harvest.domain.window import Days


@dataclass(frozen=True)
class RequestPreview:
    """Start a preview of an import of the days that a person chose, unless a run is live."""

    start: StartRun

    def __call__(self, studio_id: str, member_id: str | None, days: Days) -> Requested:
        """Return the new preview, or the run that is live already.

        A live preview of other days ends, so that nobody waits for what is not wanted any more.
        Raise what `StartRun` does.
        """
        request = Request(RunKind.PREVIEW, days, started_by=member_id)

        def ask(tx: Transaction, _: Connection) -> Request:
            live = tx.runs.live(studio_id)
            if live is None or live.request.window != days:
                end_previews(tx, [studio_id], tx.now())
            return request

        return self.start(studio_id, ask)
