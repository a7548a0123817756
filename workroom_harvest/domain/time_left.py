"""How long a run that is under way will still take."""

from datetime import datetime, timedelta

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus

TOO_SOON = timedelta(seconds=3)
"""How long a run must have been under way before its pace says anything."""


def time_left(run: ImportRun, now: datetime) -> timedelta | None:
    """Return how long the run still takes at its pace until `now` (UTC).

    Return None where nobody can know: it has hardly begun or waits, Harvest did not say how many
    entries there are, or it was continued, so that its first start says nothing of its pace.
    """
    announced = run.progress.announced.entries
    if run.status is not RunStatus.RUNNING or run.retry_state or run.continued_at:
        return None
    if not (run.started_at and announced and run.read):
        return None
    passed = now - run.started_at
    to_read = announced - run.read
    return passed * to_read / run.read if passed >= TOO_SOON and to_read > 0 else None
