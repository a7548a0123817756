"""The words for runs that wait for a worker or for Harvest."""

from datetime import datetime, timedelta

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.kinds import noun
from workroom_harvest.web.presenters.sentences import sentence

OVERDUE = (
    "This takes longer than usual. The {} is kept and starts by itself; "
    "if it does not, tell whoever runs Workroom."
)
TRYING_AGAIN = "Harvest does not answer as it should just now. The {} tries again by itself."
ALMOST_A_SECOND = timedelta(microseconds=999_999)
LONGEST_OWN_PAUSE = timedelta(seconds=10)
"""The longest pause that Harvest may not have asked for, in an import by hand.

The plugin's own pauses are at most about 5 seconds.
"""


def note(run: ImportRun, now: datetime) -> str | None:
    """Return what a live run waits for, or the warnings about one that is over, or None.

    `now` is in UTC.
    """
    if run.is_overdue(now):
        return OVERDUE.format(noun(run))
    if run.is_over or run.retry_state is None:
        return warnings(run)
    if run.is_resting:
        why = warnings(run) or f"Harvest has not answered as it should since {_since(run, now)}."
        then = f"Next try {_next_try(run, now)}, by itself; an import by hand can start at once."
        return f"{why} {then}"
    if run.retry_state.next_try_at - now > LONGEST_OWN_PAUSE:
        until = f"{run.retry_state.next_try_at + ALMOST_A_SECOND:%H:%M:%S}"
        return f"Harvest asks to wait until {until} UTC. The {noun(run)} goes on by itself then."
    return TRYING_AGAIN.format(noun(run))


def resting_line(run: ImportRun, now: datetime) -> str:
    """Return what a resting run waits for, in a short line for the Connection card."""
    what = "It broke off" if run.warnings else f"Waits for Harvest since {_since(run, now)}"
    return f"{what}; next try {_next_try(run, now)}"


def _since(run: ImportRun, now: datetime) -> str:
    return _time(run.retry_state.since if run.retry_state else now, now)


def _next_try(run: ImportRun, now: datetime) -> str:
    """Return when the scheduler continues the run; it looks once a minute."""
    then = run.retry_state.next_try_at if run.retry_state else now
    if then <= now:
        return "within a minute"
    return f"at {_time(then + timedelta(seconds=59), now)}"


def _time(moment: datetime, now: datetime) -> str:
    """Return an instant in UTC, with its day unless that is the day of `now`."""
    form = "%H:%M" if moment.date() == now.date() else "%Y-%m-%d %H:%M"
    return f"{moment:{form}} UTC"


def warnings(run: ImportRun) -> str | None:
    """Return the warnings about the whole run as one text, or None if there are none."""
    return " ".join(map(sentence, run.warnings)) or None
