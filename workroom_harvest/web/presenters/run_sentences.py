"""The sentences about a run: why it is refused or ended, and what it found."""

from collections.abc import Mapping

from workroom_harvest.domain.messages import Code
from workroom_harvest.web.words import N_

RUNS: Mapping[Code, str] = {
    Code.RUN_NOT_FOUND: N_("There is no such import. Go back to the Harvest settings."),
    Code.NO_RUN_YET: N_("There is no import yet."),
    Code.RUN_UNREADABLE: N_(
        "An import that a newer version of the Harvest plugin began is still open, so none was "
        "started. Ask whoever runs Workroom to install that version again; or disconnect and "
        "connect again, which ends it."
    ),
    Code.RUN_OVER: N_("This import is over already, so nothing was cancelled."),
    Code.RUN_FINISHED: N_(
        "This import has finished, so there is nothing to continue. For what was added since, "
        "import the days again."
    ),
    Code.RUN_OF_FORMER_CONNECTION: N_(
        "This import belongs to a connection that is gone: Harvest was disconnected, or another "
        "account connected. It cannot be continued; start a new one."
    ),
    Code.CANNOT_UNDO: N_(
        "This Workroom does not let the plugin look up and remove timelogs, so no import can be "
        "undone here. Remove them in Workroom itself."
    ),
    Code.NO_IMPORT_TO_UNDO: N_(
        "Only an import can be undone, and this is none. Nothing was changed."
    ),
    Code.NOTHING_TO_UNDO: N_(
        "No timelog of this import is left to remove: it was undone before, or imported nothing "
        "for the Harvest account that is connected now. Nothing was changed."
    ),
    Code.UNDO_WHILE_RUNNING: N_(
        "An import is on its way. Wait for its end, or cancel it; then undo. Nothing was changed."
    ),
    Code.NIGHT_OVER: N_(
        "The next night has begun since, so this one cannot be continued. What it left comes in "
        "with the next one, or with an import by hand."
    ),
    Code.PREVIEW_NOT_FINISHED: N_(
        "This preview has not come to its end, so nothing was imported from it. "
        "Wait for it, or preview these days again."
    ),
    Code.PREVIEW_OF_OTHER_DAYS: N_(
        "This preview shows other days ({days}), so nothing was imported from it. "
        "Preview the days that you want."
    ),
    Code.PREVIEW_OF_OTHER_ACCOUNT: N_(
        "This preview shows what an earlier connection would have brought in, so nothing was "
        "imported from it. Preview these days again."
    ),
    Code.STARTER_REFUSED: N_(
        "Whoever started this import is no longer an Admin or the Designer of the studio. "
        "What came in stays; start a new import for the rest."
    ),
    Code.AUTOMATED_SYNC_OFF: N_("Automated sync was switched off before this import began."),
    Code.AUTOMATED_SYNC_OFF_MEANWHILE: N_(
        "Automated sync was switched off while this import waited for Harvest."
    ),
    Code.LEASE_LOST: N_("Another worker took over this import. Nothing is lost: it goes on there."),
    Code.IMPORT_BROKE: N_(
        "Something in Workroom broke during the import. What was imported so far stays."
    ),
    Code.IMPORT_BROKEN: N_(
        "Something in Workroom broke during the import. What was imported so far stays. "
        "Try again; if it persists, contact support with this panel."
    ),
    Code.IMPORT_STUCK: N_(
        "The import broke off several times at the same place. "
        "Try again; if it persists, contact support with this panel."
    ),
    Code.HOST_COMMITTED_ALONE: N_(
        "Workroom itself made the last {count} of them last: look whether all of those are there."
    ),
    Code.TIMELOGS_REFUSED: N_("Workroom refuses {count:# timelog|# timelogs}."),
    Code.REFUSED_WITHOUT_CAUSE: N_("Workroom refused it."),
    Code.ENTRIES_MISSING: N_("Harvest announced {announced:# entry|# entries} and sent {sent}."),
    Code.GONE_OR_HIDDEN: N_(
        "Harvest does not find {missing} of {wanted:# entry|# entries}, and does not show "
        "everybody's to the person who connected. So it is not certain that they are gone, and "
        "they stay as they are."
    ),
    Code.GONE_TOO_MANY: N_(
        "Harvest does not find {missing} of {wanted:# entry|# entries}. That is so many that "
        "nothing was concluded from it, and they stay as they are. Were they deleted? Look in "
        "Harvest."
    ),
    Code.GONE_NOT_ASKED: N_(
        "{left:# more entry is|# more entries are} no longer where Harvest listed them. An import "
        "asks for up to {most} of those: the next one over these days goes on with it."
    ),
    Code.DELETED_ALL: N_(
        "Workroom finds none of the {looked_up} timelogs that were imported before. So nothing was "
        "concluded from it. Were they all deleted? If not, tell whoever runs Workroom."
    ),
    Code.DELETED_TOO_MANY: N_(
        "Workroom does not find {missing} of {looked_up} timelogs that were imported before. That "
        "is so many that nothing was concluded from it. Were they deleted? If not, tell whoever "
        "runs Workroom."
    ),
    Code.WAITING_NOT_ASKED: N_(
        "{left:# more is|# more are} no longer where Harvest listed them. An import asks for up "
        "to {most} of those: import what waits again for the next ones."
    ),
    Code.CHANGED_AGAIN: N_("Harvest has other values by now than it had when this was shown."),
    Code.CHOSEN_NOT_ASKED: N_(
        "{left} of the chosen entries were not found where Harvest had them last, and were not "
        "asked for: a run asks for {most} by their ids. Choose them again."
    ),
    Code.HIDDEN_OR_GONE: N_(
        "The person who connected may not see everyone's entries, so Harvest hides what looks gone."
    ),
    Code.IN_HARVEST_AGAIN: N_("Harvest has the entry after all."),
    Code.NOTHING_CHOSEN: N_("Nothing was chosen. Choose what is to be corrected or dismissed."),
    Code.NOTHING_TO_CORRECT: N_(
        "Nothing is to be corrected there: it was corrected or dismissed, or Harvest and Workroom "
        "agree by now. Nothing was changed."
    ),
    Code.NOT_CORRECTABLE: N_(
        "This Workroom does not let the plugin look up and change timelogs, so corrections are not "
        "offered here. Change them in Workroom itself."
    ),
    Code.OWNER_NOT_KNOWN: N_(
        "The entry's Harvest user is not known to be a member of the studio now."
    ),
    Code.TIMELOG_THERE: N_("Workroom has a timelog of this entry again."),
    Code.TOO_MANY_CHOSEN: N_("At most {most} entries can be chosen at once. Nothing was changed."),
}
