"""The line that sums a run up, its window, and the note about an empty import."""

from collections.abc import Mapping
from datetime import datetime

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window
from workroom_harvest.web.presenters import reasons, waiting
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.words import N_, day, moment, say

STATUSES: Mapping[str, str] = {
    RunStatus.QUEUED: N_("queued"),
    RunStatus.RUNNING: N_("running"),
    RunStatus.FINISHED: N_("finished"),
    RunStatus.FAILED: N_("failed"),
    RunStatus.CANCELLED: N_("cancelled"),
}
"""The words for each status, as `status_word` tells it."""

EMPTY: Mapping[tuple[bool, bool], str] = {
    (True, True): N_("Harvest lists no entries for these days."),
    (True, False): N_(
        "Harvest lists no entries for these days that the person who connected may see."
    ),
    (False, True): N_("Harvest lists nothing added or edited since then."),
    (False, False): N_(
        "Harvest lists nothing added or edited since then that the person who connected may see."
    ),
}
"""Why nothing was read, by whether days were asked for, and whether everyone's entries are seen.

Harvest leaves out what its user may not see without saying so.
"""


def headline(run: ImportRun) -> str:
    """Return the first line of the panel, without the window."""
    words, done = words_for(run), run.progress
    if run.status is RunStatus.QUEUED:
        return say(words.queued)
    if run.is_resting:
        return _resting(run)
    if not run.is_over:
        if done.announced.entries:
            return say(words.doing, read=run.read, announced=done.announced.entries)
        return say(words.doing_on, read=run.read)
    if run.status is RunStatus.FAILED and not done.imported:
        return say(words.nothing)
    endings = {RunStatus.FAILED: words.stopped, RunStatus.CANCELLED: words.cancelled}
    return say(endings.get(run.status, words.did), done=done.imported, total=done.total)


def _resting(run: ImportRun) -> str:
    """Return the first line about a night that rests."""
    if not run.progress.pages:
        return say("Waiting for the next try")
    announced = run.progress.announced.entries
    if not announced:
        return say("Waiting for the next try: {read} entries read so far", read=run.read)
    return say(
        "Waiting for the next try: {read} of {announced} entries read so far",
        read=run.read,
        announced=announced,
    )


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
    """Return a run's days, or for a night the time after which entries were changed."""
    match run.request.window:
        case ChangedSince(since=since):
            return say("changed since {time}", time=moment(since))
        case Waiting(days=days):
            return say("what waited, {days}", days=span(days)) if days else say("what waited")
        case ChosenEntries(days=days):
            return say("chosen entries, {days}", days=span(days)) if days else say("chosen entries")
        case Days() as days:
            return say("all of {days}", days=span(days)) if run.request.night else span(days)


def span(days: Days) -> str:
    """Return the first and the last of some days."""
    return f"{day(days.first)} → {day(days.last)}"


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
        return say("Nothing of what was chosen is to be corrected any more.")
    if run.picks:
        return say("Nothing of what was asked for waits any more.")
    by_days = isinstance(run.request.window, Days)
    return say(EMPTY[by_days, run.progress.sees is Sight.EVERYONE])
