"""The line that sums a run up, its window, and the note about an empty import."""

from datetime import datetime

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.run import ImportRun, RunStatus
from workroom_harvest.web.presenters import reasons, waiting


def headline(run: ImportRun) -> str:
    """Return the first line of the panel, without the window."""
    if run.status is RunStatus.QUEUED:
        return "Waiting to start the import"
    if run.is_resting and not run.pages:
        return "Waiting for the next try"
    if run.status is RunStatus.RUNNING:
        of = f" of {run.expected}" if run.expected else ""
        verb = "Waiting for the next try" if run.is_resting else "Importing"
        return f"{verb}: {run.total}{of} entries read so far"
    if run.status is RunStatus.FAILED and not run.imported:
        return "Nothing was imported"
    stopped = ", then stopped" if run.status is RunStatus.FAILED else ""
    return f"Imported {run.imported} of {run.total} entries{stopped}"


def last_night(run: ImportRun, now: datetime) -> str:
    """Return what the Connection card says about the latest night, as of `now` (UTC)."""
    if run.is_resting:
        return waiting.resting_line(run, now)
    failure = reasons.failure_cause(run)
    return f"{headline(run)}: {failure}" if failure else headline(run)


def window(run: ImportRun) -> str:
    """Return a run's days, or for a night the time (UTC) after which entries were changed."""
    if run.period is not None:
        return str(run.period)
    return f"changed since {run.updated_since:%Y-%m-%d %H:%M} UTC"


def empty_note(run: ImportRun) -> str | None:
    """Return why a finished import may have read no entry, or None for any other run."""
    if run.status is not RunStatus.FINISHED or run.total:
        return None
    what = "no entries for these days" if run.period else "nothing added or edited since then"
    # Harvest leaves out what its user may not see without saying so.
    whose = "" if run.sees is Sight.EVERYONE else " that the person who connected may see"
    return f"Harvest lists {what}{whose}."
