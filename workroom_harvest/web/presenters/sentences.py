"""The sentence for each message: what happened, and what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum, Message

LATER = "Try again in a few minutes."
NOTHING_STORED = "Nothing was stored."
TELL_THE_OPERATOR = "If it happens again, tell whoever runs Workroom"
HOST_STOPPED = (
    "The import was stopped there; what is counted as imported stays. Trying again does not help: "
    "tell whoever runs Workroom."
)
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
        "they go on waiting."
    ),
    Code.GONE_TOO_MANY: (
        "Harvest does not find {missing} of {wanted:entry|entries}. That is so many that "
        "nothing was concluded from it, and they go on waiting. Look in Harvest whether they were "
        "deleted."
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
    Code.QUOTED: "{said}",
    Code.HARVEST_TIMEOUT: f"Harvest did not answer in time. {LATER}",
    Code.HARVEST_UNREACHABLE: f"Harvest could not be reached. {LATER}",
    Code.HARVEST_RATE_LIMITED: f"Harvest's limit of requests is reached. {LATER}",
    Code.HARVEST_TOO_MANY_REQUESTS: f"Harvest asks to wait: too many requests (429). {LATER}",
    Code.HARVEST_SERVER_ERROR: f"Harvest has a problem ({{status}}). {LATER}",
    Code.HARVEST_INTERCEPTED: (
        f"Something between Workroom and Harvest answered in Harvest's place ({{status}}). {LATER}"
    ),
    Code.HARVEST_UNKNOWN_REFUSAL: (
        "Something between Workroom and Harvest answered in Harvest's place (an unknown refusal). "
        f"{LATER}"
    ),
    Code.HARVEST_MALFORMED: (
        "What came back from Harvest's address cannot be read as its answer. Something between "
        f"Workroom and Harvest may have answered instead. {LATER}"
    ),
    Code.HARVEST_NEXT_PAGE_ELSEWHERE: "Harvest's next page leads elsewhere. It was not followed.",
    Code.HARVEST_ENTRIES_WITHHELD: f"Harvest announced entries and sent none. {LATER}",
    Code.HARVEST_ENTRIES_CUT_SHORT: (
        "Harvest ended its list of entries before all that it announced."
    ),
    Code.HARVEST_ENTRIES_ENDLESS: "Harvest's list of entries does not end.",
    Code.HARVEST_ENTRIES_LOOP: "Harvest's list of entries leads back to the same page.",
    Code.HARVEST_LIST_ENDLESS: "Harvest's list of {list} does not end.",
    Code.HARVEST_LIST_INCOMPLETE: f"Harvest announced more {{list}} than it listed. {LATER}",
    Code.HARVEST_LIST_SLOW: f"Harvest takes too long to list what it has. {LATER}",
    Code.HARVEST_WITHOUT_USERS: f"Harvest listed no user at all. {LATER}",
    Code.HARVEST_REQUEST_REJECTED: (
        "Harvest refused the request ({status}). Check that the Harvest user who connected may "
        "still see the account's time entries."
    ),
    Code.HARVEST_TOKEN_REFUSED: "Harvest no longer accepts the access token.",
    Code.HARVEST_NEW_TOKEN_REFUSED: (
        "Harvest refuses the access token that it has just issued. Try again in a few minutes; "
        "if it persists, contact support."
    ),
    Code.HARVEST_TOKENS_NOT_REFRESHED: f"The tokens could not be refreshed. {LATER}",
    Code.HARVEST_GRANT_UNKNOWN: "Harvest does not know this grant.",
    Code.HARVEST_APP_REFUSED: (
        "Harvest refused to issue tokens ({error}). "
        "If this persists, check HARVEST_CLIENT_ID and HARVEST_CLIENT_SECRET."
    ),
    Code.HOST_DID_NOT_COUNT: (
        f"Workroom's own {{method}} did not say how many timelogs it handled. {HOST_STOPPED}"
    ),
    Code.HOST_COUNTED_ODDLY: (
        "Workroom's own {method} answered something else than how many timelogs it handled. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_COUNT_DIFFERS: (
        "Workroom's own {method} was given {asked:timelog|timelogs} and says that it handled "
        "{added}. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_COMMITTED: (
        f"Workroom's own {{method}} committed, which is the plugin's to do. {HOST_STOPPED}"
    ),
    Code.HOST_ENDED_TRANSACTION: (
        "Workroom's own {method} ended the transaction that it writes in, or left a savepoint of "
        f"its own open. {HOST_STOPPED}"
    ),
    Code.HOST_SWALLOWED_ERROR: (
        "Workroom's own {method} went on after a statement of its own had failed, and with it all "
        f"that it had written. {HOST_STOPPED}"
    ),
    Code.HOST_WROTE_TOO_FEW: (
        "Workroom's own {method} wrote fewer timelogs into the plugin's transaction than it said "
        f"that it handled. {HOST_STOPPED}"
    ),
    Code.HOST_FOUND_OTHERS: (
        "Workroom's own {method} found something else than the timelogs that it was asked for. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_ANSWERS_ODDLY: "{method} answers something else than it should",
    Code.HOST_FAILS: "{method} fails with {error}",
    Code.STORE_UNAVAILABLE: (
        "The database does not answer. What was imported stays. Try again in a few minutes."
    ),
    Code.STORE_BUSY: (
        "Somebody else is still changing the same data. Nothing was changed here. "
        "Try again in a few minutes."
    ),
    Code.STORE_UNPREPARED: (
        "Tables or columns are missing in the database. "
        "Ask whoever runs Workroom to run the migrations: upgrade heads."
    ),
    Code.QUEUE_UNAVAILABLE: (
        "Redis does not answer. The import is kept and starts when Redis is back."
    ),
    Code.REDIS_NOT_THERE: (
        "Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again."
    ),
    Code.REDIS_SILENT: (
        "Redis does not answer. Check HARVEST_REDIS_URL, and that the server is up."
    ),
    Code.REDIS_UNVERIFIED: (
        "The certificate of Redis could not be verified. Check the name in HARVEST_REDIS_URL, and "
        "that this machine trusts whoever signed it (ssl_ca_certs)."
    ),
    Code.REDIS_SIGN_IN: "Redis wants another user name or password. Check HARVEST_REDIS_URL.",
    Code.REDIS_PERMISSION: (
        "Redis does not let the user of HARVEST_REDIS_URL do what a queue needs. Allow that user "
        "to read and write the keys rq:* and workroom-harvest:*."
    ),
    Code.REDIS_READ_ONLY: (
        "Redis refuses writes: it is a read-only replica. Let HARVEST_REDIS_URL lead to the "
        "primary."
    ),
    Code.REDIS_FULL: (
        "Redis refuses writes: its memory is full. Free some, or raise its maxmemory."
    ),
    Code.REDIS_WITHOUT_DISK: (
        "Redis refuses writes: it cannot save to its disk. Look into its log."
    ),
    Code.REDIS_WITHOUT_REPLICAS: (
        "Redis refuses writes: too few replicas are connected to it. Look after those."
    ),
    Code.REDIS_REFUSES: (
        "Redis refuses what it is asked. Look into its log, and check HARVEST_REDIS_URL."
    ),
    Code.CHECK_SETTINGS_COMPLETE: "complete",
    Code.CHECK_DATABASE_SILENT: (
        "the database does not answer. Check its address, and that the server is up."
    ),
    Code.CHECK_TABLES_THERE: "tables are there",
    Code.CHECK_TABLES_MISSING: (
        "tables or columns are missing. Run the migrations: upgrade heads."
    ),
    Code.CHECK_WITHOUT_STUDIO: "no studio is connected that it could be asked for",
    Code.CHECK_HOST_ANSWERS: (
        "answers for studio {studio}; Timelogs.add_many is tried by an import only"
    ),
    Code.CHECK_NOT_CORRECTABLE: (
        "its Timelogs has no find_many, change_many and remove_many, so corrections, undo and "
        "bringing back what was deleted are not offered"
    ),
    Code.CHECK_WORKERS_ALIVE: "{count} alive, and Redis answers",
    Code.CHECK_WITHOUT_WORKER: "none alive. Start one: flask harvest worker",
    Code.CHECK_SCHEDULER_ALIVE: "alive, next tick {due} UTC",
    Code.CHECK_WITHOUT_SCHEDULER: "none alive. Start one: flask harvest scheduler",
    Code.CHECK_ANSWERS: "answers",
    Code.CHECK_SILENT: "does not answer. Check its address and the network.",
    Code.CHECK_SOMEBODY_ELSE: (
        "something answers, but not as Harvest does. Check its address, and what stands in "
        "between: a proxy, a sign-in page of the network, a page about maintenance."
    ),
    Code.CHECK_UNVERIFIED: (
        "its certificate could not be verified, so nothing is sent there. Check its address, this "
        "machine's clock and the certificates that it trusts, and who stands in between."
    ),
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
