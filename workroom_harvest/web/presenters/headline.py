"""The line that sums a run up, its window, and the note about an empty import."""

from datetime import datetime

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window
from workroom_harvest.web.presenters import reasons, waiting
from workroom_harvest.web.presenters.kinds import words_for

ENDINGS = {RunStatus.FAILED: ", then stopped", RunStatus.CANCELLED: ", then cancelled"}
"""What is said of a run that ended before its last page."""


def headline(run: ImportRun) -> str:
    """Return the first line of the panel, without the window."""
    words = words_for(run)
    if run.status is RunStatus.QUEUED:
        return f"Waiting to start the {words.name}"
    if run.is_resting and not run.progress.pages:
        return "Waiting for the next try"
    done = run.progress
    if not run.is_over:
        of = f" of {done.announced.entries}" if done.announced.entries else ""
        verb = "Waiting for the next try" if run.is_resting else words.doing
        return f"{verb}: {run.read}{of} {words.things} {words.read} so far"
    if run.status is RunStatus.FAILED and not done.imported:
        return words.nothing
    ending = ENDINGS.get(run.status, "")
    return f"{words.did} {done.imported} of {done.total} {words.things}{ending}"


def status_word(run: ImportRun) -> str:
    """Return the status as pages and scripts know it, for whom a resting run is running."""
    return RunStatus.RUNNING if run.is_resting else run.status


def last_night(run: ImportRun, now: datetime) -> str:
    """Return what the Connection card says about the latest night, as of `now` (UTC)."""
    if run.is_resting:
        return waiting.resting_line(run, now)
    failure = reasons.failure_cause(run)
    return f"{headline(run)}: {failure}" if failure else headline(run)


def window(run: ImportRun) -> str:
    """Return a run's days, or for a night the time (UTC) after which entries were changed."""
    match run.request.window:
        case ChangedSince(since=since):
            return f"changed since {since:%Y-%m-%d %H:%M} UTC"
        case Waiting(days=days):
            return f"what waited, {days}" if days else "what waited"
        case ChosenEntries(days=days):
            return f"chosen entries, {days}" if days else "chosen entries"
        case Days() as days:
            return f"all of {days}" if run.request.night else str(days)


def days_of(window: Window) -> Days | None:
    """Return the days whose entries are asked for, or None where changes are."""
    match window:
        case Waiting(days=days) | ChosenEntries(days=days):
            return days
        case Days():
            return window
        case _:
            return None


def empty_note(run: ImportRun) -> str | None:
    """Return why a finished import may have read no entry, or None for any other run."""
    if run.status is not RunStatus.FINISHED or run.progress.total or run.request.undoes:
        return None
    if run.corrects:
        return "Nothing of what was chosen is to be corrected any more."
    if run.picks:
        return "Nothing of what was asked for waits any more."
    by_days = isinstance(run.request.window, Days)
    what = "no entries for these days" if by_days else "nothing added or edited since then"
    # Harvest leaves out what its user may not see without saying so.
    whose = "" if run.progress.sees is Sight.EVERYONE else " that the person who connected may see"
    return f"Harvest lists {what}{whose}."
