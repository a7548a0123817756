"""Words about imports that wait: for a worker, or for Harvest."""

from datetime import datetime, timedelta

from workroom_harvest.domain.run import ImportRun

LATE = (
    "This takes longer than usual. The import is kept and starts by itself; "
    "if it does not, tell whoever runs Workroom."
)
TROUBLE = "Harvest does not answer as it should just now. The import tries again by itself."
ALMOST_A_SECOND = timedelta(microseconds=999_999)
BY_ITSELF = timedelta(seconds=10)
"""A wait by hand that is longer was named by Harvest: pauses of our own are at most some five."""


def remark(run: ImportRun, now: datetime) -> str | None:
    """What is going on, or what was remarkable about a run that is over."""
    if run.is_overdue(now):
        return LATE
    if run.is_over or run.retry_state is None:
        return run.remark
    if run.is_resting:
        why = run.remark or f"Harvest has not answered as it should since {_since(run, now)}."
        return f"{why} Next try {_next(run, now)}, by itself; an import by hand can start at once."
    if run.retry_state.next_try_at - now > BY_ITSELF:
        until = f"{run.retry_state.next_try_at + ALMOST_A_SECOND:%H:%M:%S}"
        return f"Harvest asks to wait until {until} UTC. The import goes on by itself then."
    return TROUBLE


def resting(run: ImportRun, now: datetime) -> str:
    """The same for the card, in a line."""
    what = "It broke off" if run.remark else f"Waits for Harvest since {_since(run, now)}"
    return f"{what}; next try {_next(run, now)}"


def _since(run: ImportRun, now: datetime) -> str:
    return _time(run.retry_state.since if run.retry_state else now, now)


def _next(run: ImportRun, now: datetime) -> str:
    """When the tick comes to it: at the next full minute."""
    then = run.retry_state.next_try_at if run.retry_state else now
    if then <= now:
        return "within a minute"
    return f"at {_time(then + timedelta(seconds=59), now)}"


def _time(moment: datetime, now: datetime) -> str:
    """An instant as of `now`: the day only where it is another one."""
    form = "%H:%M" if moment.date() == now.date() else "%Y-%m-%d %H:%M"
    return f"{moment:{form}} UTC"
