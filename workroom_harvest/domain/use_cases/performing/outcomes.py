"""What becomes of a run at each kind of error."""

from collections.abc import Sequence
from enum import Enum, auto

from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestImportError,
    HostMisbehaved,
    NotAllowed,
    NotConnected,
    ReconnectNeeded,
    TokensUnreadable,
    TransientHarvestError,
)
from workroom_harvest.domain.messages import Code, Message


class Outcome(Enum):
    """What becomes of a run at an error."""

    TRY_AGAIN = auto()
    """It waits for its next try; if none is left, it fails because of Harvest."""

    FAIL_AT_HARVEST = auto()
    """It fails because of Harvest, and what was announced and not sent is counted."""

    STOP = auto()
    """It fails, since no further try can help until somebody does something."""

    RAISE = auto()
    """The error is raised: this worker can do no more, and the run goes on elsewhere or later."""

    BREAK = auto()
    """The error is raised twice at the same page; then a night rests, and another run fails."""


OUTCOMES: Sequence[tuple[type[Exception], Outcome]] = (
    (TransientHarvestError, Outcome.TRY_AGAIN),
    (HarvestError, Outcome.FAIL_AT_HARVEST),
    (NotAllowed, Outcome.STOP),
    (NotConnected, Outcome.STOP),
    (ReconnectNeeded, Outcome.STOP),
    (TokensUnreadable, Outcome.STOP),
    (HostMisbehaved, Outcome.STOP),
    (HarvestImportError, Outcome.RAISE),
    # The host's objects failed, or the plugin has a defect. It may be over at the next attempt.
    (Exception, Outcome.BREAK),
)
"""The outcome of each kind of error; the first that fits counts."""


def outcome(error: Exception) -> Outcome:
    """Return what becomes of a run at the error."""
    return next(found for kind, found in OUTCOMES if isinstance(error, kind))


def reason(error: Exception) -> Message:
    """Return what a run that fails because of the error says."""
    if isinstance(error, HarvestImportError):
        return error.detail
    return Message(Code.IMPORT_BROKEN)


def retry_after(error: Exception) -> float | None:
    """Return the wait in seconds that Harvest asked for, or None."""
    return error.retry_after if isinstance(error, TransientHarvestError) else None
