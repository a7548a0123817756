"""The words for why entries were skipped or a run failed, and what to do about it."""

import re
from collections.abc import Mapping, Sequence

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import RETRYABLE, SkippedEntry, SkipReason
from workroom_harvest.domain.window import ChangedSince
from workroom_harvest.web.presenters.losses import known_losses
from workroom_harvest.web.presenters.sentences import sentence, what_happened
from workroom_harvest.web.words import ENGLISH, N_, reading, say

TRY_AGAIN = N_("Try again in a few minutes; if it persists, contact support with this panel.")
NAMES: Mapping[SkipReason, str] = {
    SkipReason.PROJECT_NOT_MAPPED: N_("Project not mapped"),
    SkipReason.TASK_NOT_MAPPED: N_("Task not mapped"),
    SkipReason.ALREADY_IMPORTED: N_("Already imported"),
    SkipReason.TOO_OLD: N_("Too old"),
    SkipReason.DATED_LATER: N_("Dated later"),
    SkipReason.NOT_YET_IMPORTED: N_("Not imported yet"),
    SkipReason.TIMER_RUNNING: N_("Timer still running"),
    SkipReason.NO_FALLBACK_OWNER: N_("No fallback owner on the connection"),
    SkipReason.SAVE_FAILED: N_("Save failed"),
    SkipReason.HARVEST_API_ERROR: N_("Harvest API error"),
    SkipReason.GONE: N_("No longer in Harvest"),
    SkipReason.UNDONE: N_("Undone before"),
    SkipReason.LOCKED: N_("Locked in Workroom"),
    SkipReason.EDITED: N_("Edited in Workroom since"),
    SkipReason.DELETED: N_("No longer in Workroom"),
    SkipReason.OTHER_ACCOUNT: N_("Known from another Harvest account"),
    SkipReason.SHOWN_OTHERWISE: N_("Not as it was shown"),
}
"""The reasons in the guide's words, where it has them.

JSON and addresses have these in any language, and people read them as `say()` says them.
"""

REMEDIES: Mapping[SkipReason, str] = {
    SkipReason.PROJECT_NOT_MAPPED: N_(
        "Map the project and save; then what waits can be imported. Or leave the project out."
    ),
    SkipReason.TASK_NOT_MAPPED: N_(
        "Map the task and save; then what waits can be imported. Or leave the task out."
    ),
    SkipReason.ALREADY_IMPORTED: N_("Nothing to do: these are in Workroom."),
    SkipReason.TOO_OLD: N_(
        "A night takes nothing that old, whoever touched it. To bring these in, import their days "
        "by hand."
    ),
    SkipReason.DATED_LATER: N_(
        "A night takes nothing that is dated ahead. Once a week a night reads all, and brings in "
        "those whose days have come; an import of their days by hand does so at once."
    ),
    SkipReason.NOT_YET_IMPORTED: N_(
        "Nobody has imported these, and they were not changed lately, so a night leaves them. To "
        "bring these in, import their days by hand."
    ),
    SkipReason.TIMER_RUNNING: N_("Once the timer is stopped, the next import brings it in."),
    SkipReason.NO_FALLBACK_OWNER: N_(
        "The designer who connected can no longer be found: change who is connected, or disconnect "
        "and reconnect."
    ),
    SkipReason.SAVE_FAILED: TRY_AGAIN,
    SkipReason.HARVEST_API_ERROR: TRY_AGAIN,
    SkipReason.GONE: N_("Nothing to do: somebody deleted these in Harvest."),
    SkipReason.UNDONE: N_(
        "Their import was undone, so no night brings them in. To bring them in again, import their "
        "days by hand."
    ),
    SkipReason.LOCKED: N_("Workroom protects these. If they are to change or go, do it there."),
    SkipReason.EDITED: N_(
        "Somebody changed these in Workroom after their import, so they are left as they are there."
    ),
    SkipReason.DELETED: N_("Nothing to do: these are not there any more."),
    SkipReason.OTHER_ACCOUNT: N_(
        "Entries of these ids came from the Harvest account that was connected before, and stay as "
        "they are. Where these are other hours, add them to Workroom by hand."
    ),
    SkipReason.SHOWN_OTHERWISE: N_(
        "Something changed after it was shown, so nothing was written over it. Look at the "
        "corrections again."
    ),
}
"""What to do about each reason."""

NOT_FOUND = N_("Not found in Harvest")
"""The name of entries that Harvest did not find, where nothing was concluded from it."""

STILL_WAITING = N_("These go on waiting: it is not certain that they were deleted in Harvest.")
"""What to know about entries that Harvest did not find, where nothing was concluded from it."""

CORRECTIONS: Mapping[SkipReason, str] = {
    SkipReason.SAVE_FAILED: N_(
        "Workroom refuses these as they are, so trying again alone is no help. Correct what is "
        "named, in Harvest or in Workroom, and import their days again."
    ),
    SkipReason.HARVEST_API_ERROR: N_(
        "Harvest has these with values that no timelog can have, so trying again alone is no help. "
        "Correct them there, and import their days again."
    ),
}
"""What to do about entries that another try does not bring in."""

OLDER = re.compile(r"Older than \d+ days")
"""The names of `TOO_OLD` with the limit of days, which an operator may change."""

DUPLICATE_KEY = N_(
    "Where a unique key is named, Workroom may have the timelog of that entry already: look there "
    "for it first."
)
"""What to do first if the host's database refuses a key that exists already."""

KEY_VIOLATION = re.compile(r"\bunique\b|duplicate key", re.IGNORECASE)
"""The words with which SQLite and PostgreSQL report a key that exists already."""


def reason_name(reason: SkipReason, run: ImportRun) -> str:
    """Return the reason's name in JSON, addresses and terminal, with the run's limit of days."""
    with reading(ENGLISH):
        return reason_said(reason, run)


def reason_said(reason: SkipReason, run: ImportRun) -> str:
    """Return the reason's name for a reader, with the run's own limit of days."""
    window, night = run.request.window, run.request.night
    if reason is SkipReason.TOO_OLD and night is not None and isinstance(window, ChangedSince):
        return say("Older than {days} days", days=(night - window.reach.first).days)
    if reason is SkipReason.GONE and not run.is_sure_of_gone:
        return say(NOT_FOUND)
    return say(NAMES[reason])


def reason_of(name: str) -> SkipReason | None:
    """Return the reason of that name, as JSON calls it, or None if there is none."""
    if OLDER.fullmatch(name):
        return SkipReason.TOO_OLD
    return next((reason for reason, known in NAMES.items() if known == name), None)


def remedies(
    reason: SkipReason, run: ImportRun, entries: Sequence[SkippedEntry] = ()
) -> Sequence[str]:
    """Return what to do: try again, correct something, or both, each with its number of entries.

    `entries` are those that are listed for the reason.
    """
    lasting = run.progress.lasting.get(reason, 0) if reason in RETRYABLE else 0
    retryable = run.progress.skipped.get(reason, 0) - lasting
    if reason is SkipReason.GONE and not run.is_sure_of_gone:
        return [say(STILL_WAITING)]
    if reason is SkipReason.ALREADY_IMPORTED and (losses := known_losses(run)):
        return [losses]
    if not lasting:
        return [say(REMEDIES[reason])]
    correct, more = say(CORRECTIONS[reason]), []
    if _mentions_key_violation(entries):
        more.append(say(DUPLICATE_KEY))
    if not retryable:
        return [correct, *more]
    return [
        say("{count} of these: {what}", count=lasting, what=correct),
        *more,
        say("{count:The other one|The other #}: {what}", count=retryable, what=say(TRY_AGAIN)),
    ]


def failure(run: ImportRun) -> str | None:
    """Return why the run failed and what to do, or None if it did not fail.

    What to do is left out if a line about skipped entries says it.
    """
    failed = run.failure
    if failed is None or not failed.code.is_of_harvest:
        return failure_cause(run)
    if run.progress.skipped.get(SkipReason.HARVEST_API_ERROR):
        return failure_cause(run)
    named = say(NAMES[SkipReason.HARVEST_API_ERROR])
    return f"{named}: {what_happened(failed)} {say(TRY_AGAIN)}"


def failure_cause(run: ImportRun) -> str | None:
    """Return why the run failed, or None if it did not fail."""
    if run.failure is None:
        return None
    cause = sentence(run.failure)
    if run.failure.code.is_of_harvest:
        return f"{say(NAMES[SkipReason.HARVEST_API_ERROR])}: {cause}"
    return cause


def _mentions_key_violation(entries: Sequence[SkippedEntry]) -> bool:
    causes = (entry.cause for entry in entries)
    return any(KEY_VIOLATION.search(sentence(cause)) for cause in causes if cause)
