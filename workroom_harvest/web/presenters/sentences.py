"""The sentence for each message: what happened, and what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum, Message
from workroom_harvest.web.presenters.fault_sentences import FAULTS

NOTHING_STORED = "Nothing was stored."
TELL_THE_OPERATOR = "If it happens again, tell whoever runs Workroom"
MOST_NAMED = 10
LONGEST_NAME = 40

SENTENCES: Mapping[Code, str] = {
    Code.SETTING: "{name}: {remedy}",
    Code.NOT_SIGNED_IN: "You are not signed in to Workroom. Sign in, then come back.",
    Code.NOT_PRO: (
        "The Harvest integration is part of the Pro plan. Upgrade the studio to Pro to use it."
    ),
    Code.ROLE_REFUSED: (
        "Only an Admin or the Designer of the studio can use the Harvest integration. "
        "Ask one of them."
    ),
    Code.NOT_CONNECTED: "Harvest is not connected. Connect Harvest first.",
    Code.CONNECTION_CHANGED: (
        "Another Harvest account was connected meanwhile, so nothing was saved. "
        "Its projects and tasks are others: reload the page and map those."
    ),
    Code.NOTHING_TO_CONFIRM: (
        "There is no other Harvest account to take any more: the ten minutes are over, it was "
        "answered, somebody changed the connection meanwhile, or it was begun in another browser. "
        "Nothing was changed. To be asked again, connect that account again."
    ),
    Code.ANOTHER_QUESTION: (
        "Meanwhile you chose yet another Harvest account in another window. Nothing was changed. "
        "Go back, and read what is asked now."
    ),
    Code.GRANT_REVOKED: "Harvest no longer accepts the connection. Reconnect to go on.",
    Code.TOKENS_MISSING: "Harvest's tokens are missing here. Reconnect to go on.",
    Code.TOKENS_UNREADABLE: (
        "The stored Harvest tokens cannot be opened. Check HARVEST_TOKEN_KEYS; "
        "if a key was lost, disconnect and connect again."
    ),
    Code.AUTHORIZATION_NOT_OURS: (
        "This answer from Harvest does not belong to a connection that you started here, or it is "
        f"too old. {NOTHING_STORED}"
    ),
    Code.AUTHORIZATION_UNMARKED: (
        "No new connection: this answer names an error, and does not say whether it belongs to a "
        f"connection that you started here. {NOTHING_STORED}"
    ),
    Code.AUTHORIZATION_DENIED: f"No new connection: access was denied there. {NOTHING_STORED}",
    Code.AUTHORIZATION_APP_REFUSED: (
        f"Harvest did not take Workroom's request ({{error}}). {NOTHING_STORED} "
        f"{TELL_THE_OPERATOR}: HARVEST_CLIENT_ID and the app that is registered at Harvest have to "
        "fit together."
    ),
    Code.AUTHORIZATION_REQUEST_REFUSED: (
        f"Harvest did not take Workroom's request ({{error}}). {NOTHING_STORED} "
        f"{TELL_THE_OPERATOR}: its log and the Harvest plugin's version are what support needs."
    ),
    Code.AUTHORIZATION_TEMPORARY: (
        f"Harvest has a problem just now ({{error}}). {NOTHING_STORED} Wait a few minutes first."
    ),
    Code.AUTHORIZATION_UNKNOWN: (
        f"Harvest sent you back with an error that Workroom does not know. {NOTHING_STORED} "
        f"{TELL_THE_OPERATOR}."
    ),
    Code.AUTHORIZATION_WITHOUT_CODE: f"Harvest sent you back without a code. {NOTHING_STORED}",
    Code.AUTHORIZATION_CODE_REFUSED: f"Harvest did not accept the code. {NOTHING_STORED}",
    Code.NO_HARVEST_ACCOUNT: (
        f"Your Harvest sign-in has no Harvest account that it may open. {NOTHING_STORED} Ask the "
        "administrator of your Harvest account for access first."
    ),
    Code.SEVERAL_HARVEST_ACCOUNTS: (
        f"Harvest opened several accounts: {{names}}. {NOTHING_STORED} "
        "Choose a single account on Harvest's screen."
    ),
    Code.PAGE_EXPIRED: (
        "This page was open for too long, or the form did not come from it. "
        "Nothing was changed. Go back, reload the page and try again."
    ),
    Code.NOT_A_FORM: "Only forms are taken here, and nothing was changed. Send it as a form.",
    Code.CHOICE_UNKNOWN: "That is no choice of ours. Reload the page and choose again.",
    Code.QUERY_UNKNOWN: (
        "This address asks for something that is not known here: {name} “{value}”. "
        "Go back, and choose from the page."
    ),
    Code.MAPPINGS_INVALID: "Some mappings could not be saved. Nothing was changed.",
    Code.PAIRS_GIVE_WAY: (
        "Nothing is saved yet: what was chosen clears other mappings. They are named below."
    ),
    Code.TARGET_GONE: "That is no longer there in Workroom. Choose another.",
    Code.ROW_UNKNOWN: "Harvest does not list this row any more. Reload the page.",
    Code.GROUP_NOT_NAMED: "Name one project, one task or one reason of the waiting list.",
    Code.GROUP_UNKNOWN: "There is no such project or task. Go back to the waiting list.",
    Code.REASON_NOT_LEFT_OUT: (
        "Only a project or a task can be left out. What waits for another reason stays listed."
    ),
    Code.MAPPED_NOT_LEFT_OUT: (
        "That is mapped, so its entries come in. Set it to Not mapped first to leave it out."
    ),
    Code.NO_DATE: "That is no date. Choose a day, such as 2026-06-01.",
    Code.PERIOD_REVERSED: "To is before From. Choose a day on or after From.",
    Code.ENTRY_NOT_FOUND: (
        "Harvest never listed such an entry for this studio. Import its day to know it."
    ),
    Code.RUN_NOT_FOUND: "There is no such import. Go back to the Harvest settings.",
    Code.NO_RUN_YET: "There is no import yet.",
    Code.NOTHING_WAITS: "Nothing waits there. Go back to what waits.",
    Code.RUN_UNREADABLE: (
        "An import that a newer version of the Harvest plugin began is still open, so none was "
        "started. Ask whoever runs Workroom to install that version again; or disconnect and "
        "connect again, which ends it."
    ),
    Code.RUN_OVER: "This import is over already, so nothing was cancelled.",
    Code.RUN_FINISHED: (
        "This import has finished, so there is nothing to continue. For what was added since, "
        "import the days again."
    ),
    Code.RUN_OF_FORMER_CONNECTION: (
        "This import belongs to a connection that is gone: Harvest was disconnected, or another "
        "account connected. It cannot be continued; start a new one."
    ),
    Code.CANNOT_UNDO: (
        "This Workroom does not let the plugin look up and remove timelogs, so no import can be "
        "undone here. Remove them in Workroom itself."
    ),
    Code.NO_IMPORT_TO_UNDO: "Only an import can be undone, and this is none. Nothing was changed.",
    Code.NOTHING_TO_UNDO: (
        "No timelog of this import is left to remove: it was undone before, or imported nothing "
        "for the Harvest account that is connected now. Nothing was changed."
    ),
    Code.UNDO_WHILE_RUNNING: (
        "An import is on its way. Wait for its end, or cancel it; then undo. Nothing was changed."
    ),
    Code.NIGHT_OVER: (
        "The next night has begun since, so this one cannot be continued. What it left comes in "
        "with the next one, or with an import by hand."
    ),
    Code.PREVIEW_NOT_FINISHED: (
        "This preview has not come to its end, so nothing was imported from it. "
        "Wait for it, or preview these days again."
    ),
    Code.PREVIEW_OF_OTHER_DAYS: (
        "This preview shows other days ({days}), so nothing was imported from it. "
        "Preview the days that you want."
    ),
    Code.PREVIEW_OF_OTHER_ACCOUNT: (
        "This preview shows what an earlier connection would have brought in, so nothing was "
        "imported from it. Preview these days again."
    ),
    Code.DISCONNECTED: "Harvest was disconnected.",
    Code.OTHER_ACCOUNT_CONNECTED: "Another Harvest account was connected.",
    Code.STARTER_REFUSED: (
        "Whoever started this import is no longer an Admin or the Designer of the studio. "
        "What came in stays; start a new import for the rest."
    ),
    Code.AUTOMATED_SYNC_OFF: "Automated sync was switched off before this import began.",
    Code.AUTOMATED_SYNC_OFF_MEANWHILE: (
        "Automated sync was switched off while this import waited for Harvest."
    ),
    Code.LEASE_LOST: "Another worker took over this import. Nothing is lost: it goes on there.",
    Code.IMPORT_BROKE: (
        "Something in Workroom broke during the import. What was imported so far stays."
    ),
    Code.IMPORT_BROKEN: (
        "Something in Workroom broke during the import. What was imported so far stays. "
        "Try again; if it persists, contact support with this panel."
    ),
    Code.IMPORT_STUCK: (
        "The import broke off several times at the same place. "
        "Try again; if it persists, contact support with this panel."
    ),
    Code.ENTRIES_MISSING: "Harvest announced {announced:entry|entries} and sent {sent}.",
    Code.GONE_OR_HIDDEN: (
        "Harvest does not find {missing} of {wanted:entry|entries}, and does not show "
        "everybody's to the person who connected. So it is not certain that they are gone, and "
        "they stay as they are."
    ),
    Code.GONE_TOO_MANY: (
        "Harvest does not find {missing} of {wanted:entry|entries}. That is so many that "
        "nothing was concluded from it, and they stay as they are. Were they deleted? Look in "
        "Harvest."
    ),
    Code.GONE_NOT_ASKED: (
        "{left:more entry is|more entries are} no longer where Harvest listed them. An import asks "
        "for up to {most} of those: the next one over these days goes on with it."
    ),
    Code.DELETED_ALL: (
        "Workroom finds none of the {looked_up} timelogs that were imported before. So nothing was "
        "concluded from it. Were they all deleted? If not, tell whoever runs Workroom."
    ),
    Code.DELETED_TOO_MANY: (
        "Workroom does not find {missing} of {looked_up} timelogs that were imported before. That "
        "is so many that nothing was concluded from it. Were they deleted? If not, tell whoever "
        "runs Workroom."
    ),
    Code.WAITING_NOT_ASKED: (
        "{left:more is|more are} no longer where Harvest listed them. An import asks for up "
        "to {most} of those: import what waits again for the next ones."
    ),
    Code.HOST_COMMITTED_ALONE: (
        "Workroom itself made the last {count} of them last: look whether all of those are there."
    ),
    Code.TIMELOGS_REFUSED: "Workroom refuses {count:timelog|timelogs}.",
    Code.REFUSED_WITHOUT_CAUSE: "Workroom refused it.",
    Code.ENTRY_UNREADABLE: "{problem}",
    Code.CHANGED_AGAIN: "Harvest has other values by now than it had when this was shown.",
    Code.CHOSEN_NOT_ASKED: (
        "{left} of the chosen entries were not found where Harvest had them last, and were not "
        "asked for: a run asks for {most} by their ids. Choose them again."
    ),
    Code.HIDDEN_OR_GONE: (
        "The person who connected may not see everyone's entries, so Harvest hides what looks gone."
    ),
    Code.IN_HARVEST_AGAIN: "Harvest has the entry after all.",
    Code.NOTHING_CHOSEN: "Nothing was chosen. Choose what is to be corrected or dismissed.",
    Code.NOTHING_TO_CORRECT: (
        "Nothing is to be corrected there: it was corrected or dismissed, or Harvest and Workroom "
        "agree by now. Nothing was changed."
    ),
    Code.NOT_CORRECTABLE: (
        "This Workroom does not let the plugin look up and change timelogs, so corrections are not "
        "offered here. Change them in Workroom itself."
    ),
    Code.OWNER_NOT_KNOWN: "The entry's Harvest user is not known to be a member of the studio now.",
    Code.TIMELOG_THERE: "Workroom has a timelog of this entry again.",
    Code.TOO_MANY_CHOSEN: "At most {most} entries can be chosen at once. Nothing was changed.",
    Code.QUOTED: "{said}",
    **FAULTS,
}
"""The sentence for each code, with the names of its data in braces.

A name is followed by what it counts, one and several, where that is needed.
"""


class Word(str):
    """A datum in words. With the form `one|several` a number is followed by what it counts."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """Return the word, and after it the part of the form that fits it as a number."""
        one, _, several = form.partition("|")
        return f"{self!s} {one if self == '1' else several}" if form else str(self)


def sentence(message: Message) -> str:
    """Return the message as a sentence."""
    words = {name: Word(_in_words(name, datum)) for name, datum in message.data.items()}
    text = SENTENCES[message.code].format(**words)
    if message.code is Code.HOST_FAILS and words["said"]:
        return f"{text}: {words['said']}"
    return text


def error_sentence(error: HarvestImportError) -> str:
    """Return the sentence for an error."""
    return sentence(error.detail)


def code_sentences(codes: Mapping[str, Code]) -> Mapping[str, str]:
    """Return the sentences for the codes, under the same names."""
    return {name: sentence(Message(code)) for name, code in codes.items()}


def _in_words(name: str, datum: Datum) -> str:
    if name == "due":
        return f"{datetime.fromisoformat(str(datum)):%Y-%m-%d %H:%M}"
    return str(datum) if isinstance(datum, str | int) else _some(datum)


def _some(names: Sequence[str]) -> str:
    """Return the first ten names, cut if they are long, and how many more there are."""
    cut = [
        name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        for name in names[:MOST_NAMED]
    ]
    more = len(names) - len(cut)
    return ", ".join(cut) + (f" and {more} more" if more else "")
