"""The sentences for the next page about what a person did."""

from workroom_harvest.domain.connection import Connection, ConnectionChange
from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.web.presenters.grant import sees_less
from workroom_harvest.web.presenters.kinds import noun
from workroom_harvest.web.presenters.sentences import error_sentence

CONNECTED = {
    ConnectionChange.NEW: "Harvest is connected. Map your projects and tasks, then import.",
    ConnectionChange.SAME_ACCOUNT: (
        "Harvest is connected again. Mappings and history are as they were."
    ),
    ConnectionChange.OTHER_ACCOUNT: (
        "Another Harvest account is connected now, so the mappings were cleared, and Automated "
        "sync is off. Imported timelogs stay; what waits of the former account is kept, and comes "
        "back with it."
    ),
}
CONNECTED_SEES_LESS = (
    "Harvest is connected again, and mappings are as they were, but it shows less:"
)
ACCOUNT_DECLINED = "Nothing was changed: the Harvest account is connected as before."
DECLINED_NOT_REVOKED = (
    "The tokens of the other account are destroyed here. At Harvest itself that access could not "
    "be withdrawn from here: to remove it there too, open your Harvest ID profile and remove this "
    "app under its authorized apps. If it is you who is connected here, reconnect after that."
)
DISCONNECTED = "Harvest is disconnected: tokens and mappings are gone, imported timelogs stay."
NOT_REVOKED = (
    "At Harvest itself the access could not be withdrawn from here. To remove it there "
    "too, open your Harvest ID profile and remove this app under its authorized apps."
)
MAPPINGS_SAVED = "Mappings saved."
SUGGESTIONS_CHOSEN = "Chosen below, and not saved yet: check it, and save it."
MAPPINGS_EXPIRED = (
    "Nothing was saved: this page was open for too long, or the form did not come from it. "
    "What was chosen is below. Check it, and save it again."
)
MAPPINGS_CLEARED = (
    "Mapped 1:1, so these Harvest projects and tasks gave way and are not mapped any more:"
)
LEFT_OUT = "Left out: its entries wait on purpose now, later ones too. Mapping it takes it back."
DISMISSED = "Dismissed: until Harvest says something else, this is nothing to do."
TAKEN_BACK = "Taken back: its entries are to be mapped again."
MORE_WAITS = "More waits of what was mapped:"
AUTOMATED_SYNC_ON = "Automated sync is on: every night at 2am UTC."
AUTOMATED_SYNC_OFF = "Automated sync is off."


WHAT_CAME_IN_STAYS = "What it has imported stays."
KEPT = {
    RunKind.PREVIEW: "It has changed nothing.",
    RunKind.UNDO: "What it has removed stays removed.",
}
"""What a cancelled run that is no import has done for good."""


def person_changed(former: str | None) -> str:
    """Return that the reader is connected now instead of somebody, who may have no name any more.

    The mappings and all else are as they were.
    """
    whom = former or "somebody who can no longer be found"
    return (
        f"You are connected now instead of {whom}. Mappings, what was left out, history and "
        "Automated sync are as they were. Entries of people whom Workroom does not know become "
        "your timelogs from now on."
    )


def not_enqueued(run: ImportRun) -> str:
    """Return that a run waits for Redis."""
    kept = f"The {noun(run)} is kept, but Redis does not answer just now."
    return f"{kept} It starts when Redis is back."


def under_way(run: ImportRun) -> str:
    """Return that there is no new run, since this one lives."""
    article = "A" if run.is_preview else "An"
    return f"{article} {noun(run)} was on its way already: here it is."


def cancelled(run: ImportRun) -> str:
    """Return that a run was cancelled, and what that means for what it did."""
    return f"The {noun(run)} was cancelled. {KEPT.get(run.request.kind, WHAT_CAME_IN_STAYS)}"


def grant_sees_less(connection: Connection) -> str:
    """Return that the new grant sees less than the one before, or an empty text."""
    less = sees_less(connection)
    return f"{CONNECTED_SEES_LESS} {less}" if less else ""


def not_connected(error: HarvestImportError, current: Connection | None) -> str:
    """Return why connecting failed, and what that means for the `current` connection, if any."""
    return f"{error_sentence(error)} {_next_step(current)}"


def nothing_saved(error: HarvestImportError) -> str:
    """Return that no mapping was saved, and why."""
    return f"Nothing was saved: {error_sentence(error)}"


def _next_step(current: Connection | None) -> str:
    if current is None:
        return "Choose Connect Harvest to try again."
    if current.works:
        return "Harvest is connected as before."
    return "Choose Reconnect to try again."
