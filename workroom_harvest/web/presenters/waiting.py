"""The words for runs that wait for a worker or for Harvest."""

from datetime import datetime, timedelta

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import moment, say, time_of

ALMOST_A_SECOND = timedelta(microseconds=999_999)
LONGEST_OWN_PAUSE = timedelta(seconds=10)
"""The longest pause that Harvest may not have asked for, in an import by hand.

The plugin's own pauses are at most about 5 seconds.
"""


def note(run: ImportRun, now: datetime) -> str | None:
    """Return what a live run waits for, or the warnings about one that is over, or None.

    `now` is in UTC.
    """
    words = words_for(run)
    if run.is_overdue(now):
        return say(words.late)
    if run.is_over or run.retry_state is None:
        return warnings(run)
    if run.is_resting:
        return f"{warnings(run) or _silent(run, now)} {_next_try(run, now)}"
    if run.retry_state.next_try_at - now > LONGEST_OWN_PAUSE:
        until = run.retry_state.next_try_at + ALMOST_A_SECOND
        return say(words.until, time=time_of(until, seconds=True))
    return say(words.again)


def resting_line(run: ImportRun, now: datetime) -> str:
    """Return what a resting run waits for, in a short line for the Connection card."""
    then = _next_look(run, now)
    if run.warnings:
        if then is None:
            return say("It broke off; next try within a minute")
        return say("It broke off; next try {time}", time=moment(then, now))
    since = moment(_since(run, now), now)
    if then is None:
        return say("Waits for Harvest since {since}; next try within a minute", since=since)
    return say(
        "Waits for Harvest since {since}; next try {time}", since=since, time=moment(then, now)
    )


def _silent(run: ImportRun, now: datetime) -> str:
    since = moment(_since(run, now), now)
    return say("Harvest has not answered as it should since {time}.", time=since)


def _next_try(run: ImportRun, now: datetime) -> str:
    then = _next_look(run, now)
    if then is None:
        return say("Next try within a minute, by itself; an import by hand can start at once.")
    return say(
        "Next try {time}, by itself; an import by hand can start at once.", time=moment(then, now)
    )


def _since(run: ImportRun, now: datetime) -> datetime:
    return run.retry_state.since if run.retry_state else now


def _next_look(run: ImportRun, now: datetime) -> datetime | None:
    """Return until when the scheduler continues the run; None if that is at its next look.

    It looks once a minute.
    """
    then = run.retry_state.next_try_at if run.retry_state else now
    return then + timedelta(seconds=59) if then > now else None


def warnings(run: ImportRun) -> str | None:
    """Return the warnings about the whole run as one text, or None if there are none."""
    return " ".join(map(sentence, run.warnings)) or None
