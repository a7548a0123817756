"""The sentences for the next page about what a person did.

Those in capitals are said by whoever shows them.
"""

from collections.abc import Mapping

from workroom_harvest.domain.connection import Connection, ConnectionChange
from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.web.presenters.grant import sees_less
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.words import N_, say

CONNECTED: Mapping[ConnectionChange, str] = {
    ConnectionChange.NEW: N_("Harvest is connected. Map your projects and tasks, then import."),
    ConnectionChange.SAME_ACCOUNT: N_(
        "Harvest is connected again. Mappings and history are as they were."
    ),
    ConnectionChange.OTHER_ACCOUNT: N_(
        "Another Harvest account is connected now, so the mappings were cleared, and Automated "
        "sync is off. Imported timelogs stay; what waits of the former account is kept, and comes "
        "back with it."
    ),
}
CONNECTED_SEES_LESS = N_(
    "Harvest is connected again, and mappings are as they were, but it shows less:"
)
ACCOUNT_DECLINED = N_("Nothing was changed: the Harvest account is connected as before.")
DECLINED_NOT_REVOKED = N_(
    "The tokens of the other account are destroyed here. At Harvest itself that access could not "
    "be withdrawn from here: to remove it there too, open your Harvest ID profile and remove this "
    "app under its authorized apps. If it is you who is connected here, reconnect after that."
)
DISCONNECTED = N_("Harvest is disconnected: tokens and mappings are gone, imported timelogs stay.")
NOT_REVOKED = N_(
    "At Harvest itself the access could not be withdrawn from here. To remove it there "
    "too, open your Harvest ID profile and remove this app under its authorized apps."
)
MAPPINGS_SAVED = N_("Mappings saved.")
SUGGESTIONS_CHOSEN = N_("Chosen below, and not saved yet: check it, and save it.")
MAPPINGS_EXPIRED = N_(
    "Nothing was saved: this page was open for too long, or the form did not come from it. "
    "What was chosen is below. Check it, and save it again."
)
MAPPINGS_CLEARED = N_(
    "Mapped 1:1, so these Harvest projects and tasks gave way and are not mapped any more:"
)
LEFT_OUT = N_(
    "Left out: its entries wait on purpose now, later ones too. Mapping it takes it back."
)
DISMISSED = N_("Dismissed: until Harvest says something else, this is nothing to do.")
TAKEN_BACK = N_("Taken back: its entries are to be mapped again.")
MORE_WAITS = N_("More waits of what was mapped:")
AUTOMATED_SYNC_ON = N_("Automated sync is on: every night at 2am UTC.")
AUTOMATED_SYNC_OFF = N_("Automated sync is off.")

IMPORT_KEPT = N_(
    "The import is kept, but Redis does not answer just now. It starts when Redis is back."
)
KEPT: Mapping[RunKind, str] = {
    RunKind.PREVIEW: N_(
        "The preview is kept, but Redis does not answer just now. It starts when Redis is back."
    ),
    RunKind.UNDO: N_(
        "The undo is kept, but Redis does not answer just now. It starts when Redis is back."
    ),
    RunKind.CORRECTION: N_(
        "The correction is kept, but Redis does not answer just now. It starts when Redis is back."
    ),
}
"""That a run which is no import waits for Redis."""

IMPORT_UNDER_WAY = N_("An import was on its way already: here it is.")
UNDER_WAY: Mapping[RunKind, str] = {
    RunKind.PREVIEW: N_("A preview was on its way already: here it is."),
    RunKind.UNDO: N_("An undo was on its way already: here it is."),
    RunKind.CORRECTION: N_("A correction was on its way already: here it is."),
}
"""That there is no new run, since one lives that is no import."""

IMPORT_CANCELLED = N_("The import was cancelled. What it has imported stays.")
CANCELLED: Mapping[RunKind, str] = {
    RunKind.PREVIEW: N_("The preview was cancelled. It has changed nothing."),
    RunKind.UNDO: N_("The undo was cancelled. What it has removed stays removed."),
    RunKind.CORRECTION: N_("The correction was cancelled. What it has corrected stays corrected."),
}
"""That a run which is no import was cancelled, and what it has done for good."""


def person_changed(former: str | None) -> str:
    """Return that the reader is connected now instead of somebody, who may have no name any more.

    The mappings and all else are as they were.
    """
    if former is None:
        return say(
            "You are connected now instead of somebody who can no longer be found. Mappings, what "
            "was left out, history and Automated sync are as they were. Entries of people whom "
            "Workroom does not know become your timelogs from now on."
        )
    return say(
        "You are connected now instead of {former}. Mappings, what was left out, history and "
        "Automated sync are as they were. Entries of people whom Workroom does not know become "
        "your timelogs from now on.",
        former=former,
    )


def not_enqueued(run: ImportRun) -> str:
    """Return that a run waits for Redis."""
    return say(KEPT.get(run.request.kind, IMPORT_KEPT))


def under_way(run: ImportRun) -> str:
    """Return that there is no new run, since this one lives."""
    return say(UNDER_WAY.get(run.request.kind, IMPORT_UNDER_WAY))


def cancelled(run: ImportRun) -> str:
    """Return that a run was cancelled, and what that means for what it did."""
    return say(CANCELLED.get(run.request.kind, IMPORT_CANCELLED))


def grant_sees_less(connection: Connection) -> str:
    """Return that the new grant sees less than the one before, or an empty text."""
    less = sees_less(connection)
    return f"{say(CONNECTED_SEES_LESS)} {less}" if less else ""


def not_connected(error: HarvestImportError, current: Connection | None) -> str:
    """Return why connecting failed, and what that means for the `current` connection, if any."""
    return f"{error_sentence(error)} {_next_step(current)}"


def nothing_saved(error: HarvestImportError) -> str:
    """Return that no mapping was saved, and why."""
    return say("Nothing was saved: {why}", why=error_sentence(error))


def _next_step(current: Connection | None) -> str:
    if current is None:
        return say("Choose Connect Harvest to try again.")
    if current.works:
        return say("Harvest is connected as before.")
    return say("Choose Reconnect to try again.")
