"""The use case by which a person requests an import."""

from dataclasses import dataclass

from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.use_cases.importing.start_run import Requested, StartRun
from workroom_harvest.domain.window import Days


@dataclass(frozen=True)
class RequestImport:
    """Start an import of the days that a person chose, unless the studio has a live run."""

    start: StartRun

    def __call__(self, studio_id: str, member_id: str | None, days: Days) -> Requested:
        """Return the new run, or the one that is live already.

        `member_id` is None from the command line. Raise what `StartRun` does.
        """
        request = Request(RunKind.ON_DEMAND, days, started_by=member_id)
        return self.start(studio_id, lambda _tx, _connection: request)
