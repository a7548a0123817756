"""The use case by which a person requests an import."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotFound, PreviewUnusable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.run_id import is_run_id
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.requesting.start_run import Requested, StartRun
from workroom_harvest.domain.window import Days


@dataclass(frozen=True)
class RequestImport:
    """Start an import of the days that a person chose, unless the studio has a live run.

    A preview that is live ends.
    """

    start: StartRun

    def __call__(
        self, studio_id: str, member_id: str | None, days: Days, preview_id: str | None = None
    ) -> Requested:
        """Return the new run, or the one that is live already.

        `member_id` is None from the command line. `preview_id` is the preview that the person
        looked at, if any; the import decides afresh, and says at its end what differs. Raise what
        `StartRun` does; `NotFound` if the studio has no such preview, and `PreviewUnusable` if that
        is of other days or of another connection, or did not finish.
        """
        request = Request(RunKind.ON_DEMAND, days, started_by=member_id, preview_id=preview_id)

        def ask(tx: Transaction, connection: Connection) -> Request:
            if preview_id is not None:
                _demand_preview(tx, connection, preview_id, days)
            return request

        return self.start(studio_id, ask)


def _demand_preview(tx: Transaction, connection: Connection, preview_id: str, days: Days) -> None:
    found = tx.runs.of(connection.studio_id, preview_id) if is_run_id(preview_id) else None
    if found is None or not found.is_preview:
        raise NotFound
    if found.connection_id != connection.id:
        raise PreviewUnusable(Code.PREVIEW_OF_OTHER_ACCOUNT)
    if found.status is not RunStatus.FINISHED:
        raise PreviewUnusable(Code.PREVIEW_NOT_FINISHED)
    if found.request.window != days:
        raise PreviewUnusable(Code.PREVIEW_OF_OTHER_DAYS, days=str(found.request.window))
