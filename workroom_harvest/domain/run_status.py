"""The statuses of a run, and the table of the transitions between them."""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto


class RunStatus(StrEnum):
    """The status of a run; in the last three it is over. The values are stored."""

    QUEUED = "queued"
    RUNNING = "running"
    RESTING = "resting"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Return whether a run of this status is over."""
        return self not in UNDER_WAY

    @property
    def holds_studio(self) -> bool:
        """Return whether a run of this status keeps other runs of its studio from starting."""
        return self in HOLDING


HOLDING = (RunStatus.QUEUED, RunStatus.RUNNING)
"""The statuses of a run that is the one live run of its studio."""

UNDER_WAY = (*HOLDING, RunStatus.RESTING)
"""The statuses of a run that is not over."""


class Event(Enum):
    """What may happen to a run."""

    START = auto()
    READ_PAGE = auto()
    WAIT = auto()
    REST = auto()
    WAKE = auto()
    FINISH = auto()
    FAIL = auto()
    CANCEL = auto()
    CONTINUE = auto()


TRANSITIONS: Mapping[tuple[RunStatus, Event], tuple[RunStatus, str]] = {
    (RunStatus.QUEUED, Event.START): (
        RunStatus.RUNNING,
        "A worker has taken the run from the queue.",
    ),
    (RunStatus.RUNNING, Event.START): (
        RunStatus.RUNNING,
        "A worker takes the run up again, after a time slice, a wait or a kill.",
    ),
    (RunStatus.RUNNING, Event.READ_PAGE): (
        RunStatus.RUNNING,
        "A page was written.",
    ),
    (RunStatus.RUNNING, Event.WAIT): (
        RunStatus.RUNNING,
        "Harvest or Workroom failed; the run holds the studio until its next try.",
    ),
    (RunStatus.RUNNING, Event.REST): (
        RunStatus.RESTING,
        "Harvest or Workroom failed at night; imports by hand may start before the next try.",
    ),
    (RunStatus.RESTING, Event.WAKE): (
        RunStatus.RUNNING,
        "The next try of a night is due, and the studio is free.",
    ),
    (RunStatus.RUNNING, Event.FINISH): (
        RunStatus.FINISHED,
        "The last page was written.",
    ),
    (RunStatus.QUEUED, Event.FAIL): (
        RunStatus.FAILED,
        "The studio disconnected before a worker had taken the run.",
    ),
    (RunStatus.RUNNING, Event.FAIL): (
        RunStatus.FAILED,
        "The run cannot go on, or no try is left.",
    ),
    (RunStatus.RESTING, Event.FAIL): (
        RunStatus.FAILED,
        "The studio disconnected while the night waited for its next try.",
    ),
    (RunStatus.QUEUED, Event.CANCEL): (
        RunStatus.CANCELLED,
        "Somebody cancelled the run before a worker had taken it.",
    ),
    (RunStatus.RUNNING, Event.CANCEL): (
        RunStatus.CANCELLED,
        "Somebody cancelled the run; what was imported until then stays.",
    ),
    (RunStatus.RESTING, Event.CANCEL): (
        RunStatus.CANCELLED,
        "Somebody cancelled the night while it waited for its next try.",
    ),
    (RunStatus.FAILED, Event.CONTINUE): (
        RunStatus.QUEUED,
        "Somebody lets the failed run go on from where it stopped.",
    ),
    (RunStatus.CANCELLED, Event.CONTINUE): (
        RunStatus.QUEUED,
        "Somebody lets the cancelled run go on from where it stopped.",
    ),
}
"""Where each event leads from each status, and when it happens. Any other one is a defect."""


class IllegalTransitionError(Exception):
    """An event that cannot happen to a run of that status, which is a defect of the plugin."""


def after(status: RunStatus, event: Event) -> RunStatus:
    """Return the status after the event; raise `IllegalTransitionError` if there is none."""
    if (status, event) not in TRANSITIONS:
        raise IllegalTransitionError(f"{event.name} of a run that is {status}")
    return TRANSITIONS[status, event][0]
