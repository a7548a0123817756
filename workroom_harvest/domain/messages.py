"""Messages to people as codes with data; their sentences are in `web/presenters`.

The codes are stored, so stored state does not depend on the wording or the language of a sentence.
What a host, a database or Harvest said is kept in the data word for word, and shown as a quotation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Datum = str | int | Sequence[str]
"""The type of a value in a message's data: text, a number, or several texts."""


class Code(StrEnum):
    """The code of every message. Codes of failures at Harvest begin with `harvest_`."""

    SETTING = "setting"

    # Access.
    NOT_SIGNED_IN = "not_signed_in"
    NOT_PRO = "not_pro"
    ROLE_REFUSED = "role_refused"

    # The connection.
    NOT_CONNECTED = "not_connected"
    CONNECTION_CHANGED = "connection_changed"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    ANOTHER_QUESTION = "another_question"
    GRANT_REVOKED = "grant_revoked"
    TOKENS_MISSING = "tokens_missing"
    TOKENS_UNREADABLE = "tokens_unreadable"

    # The answer from Harvest's consent screen.
    AUTHORIZATION_NOT_OURS = "authorization_not_ours"
    AUTHORIZATION_UNMARKED = "authorization_unmarked"
    AUTHORIZATION_DENIED = "authorization_denied"
    AUTHORIZATION_APP_REFUSED = "authorization_app_refused"
    AUTHORIZATION_REQUEST_REFUSED = "authorization_request_refused"
    AUTHORIZATION_TEMPORARY = "authorization_temporary"
    AUTHORIZATION_UNKNOWN = "authorization_unknown"
    AUTHORIZATION_WITHOUT_CODE = "authorization_without_code"
    AUTHORIZATION_CODE_REFUSED = "authorization_code_refused"
    NO_HARVEST_ACCOUNT = "no_harvest_account"
    SEVERAL_HARVEST_ACCOUNTS = "several_harvest_accounts"

    # Forms.
    PAGE_EXPIRED = "page_expired"
    NOT_A_FORM = "not_a_form"
    CHOICE_UNKNOWN = "choice_unknown"
    QUERY_UNKNOWN = "query_unknown"

    # Mappings.
    MAPPINGS_INVALID = "mappings_invalid"
    PAIRS_GIVE_WAY = "pairs_give_way"
    TARGET_GONE = "target_gone"
    ROW_UNKNOWN = "row_unknown"

    # The waiting list.
    GROUP_NOT_NAMED = "group_not_named"
    GROUP_UNKNOWN = "group_unknown"
    REASON_NOT_LEFT_OUT = "reason_not_left_out"
    MAPPED_NOT_LEFT_OUT = "mapped_not_left_out"

    # Requests for an import, and for its result.
    NO_DATE = "no_date"
    PERIOD_REVERSED = "period_reversed"
    RUN_NOT_FOUND = "run_not_found"
    ENTRY_NOT_FOUND = "entry_not_found"
    NO_RUN_YET = "no_run_yet"
    NOTHING_WAITS = "nothing_waits"
    RUN_UNREADABLE = "run_unreadable"
    RUN_OVER = "run_over"
    RUN_FINISHED = "run_finished"
    RUN_OF_FORMER_CONNECTION = "run_of_former_connection"
    NIGHT_OVER = "night_over"
    CANNOT_UNDO = "cannot_undo"
    NO_IMPORT_TO_UNDO = "no_import_to_undo"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_WHILE_RUNNING = "undo_while_running"
    PREVIEW_NOT_FINISHED = "preview_not_finished"
    PREVIEW_OF_OTHER_DAYS = "preview_of_other_days"
    PREVIEW_OF_OTHER_ACCOUNT = "preview_of_other_account"

    # Why an import stopped, and warnings about a whole import.
    DISCONNECTED = "disconnected"
    OTHER_ACCOUNT_CONNECTED = "other_account_connected"
    STARTER_REFUSED = "starter_refused"
    AUTOMATED_SYNC_OFF = "automated_sync_off"
    AUTOMATED_SYNC_OFF_MEANWHILE = "automated_sync_off_meanwhile"
    LEASE_LOST = "lease_lost"
    IMPORT_BROKE = "import_broke"
    IMPORT_BROKEN = "import_broken"
    IMPORT_STUCK = "import_stuck"
    ENTRIES_MISSING = "entries_missing"
    HOST_COMMITTED_ALONE = "host_committed_alone"
    GONE_OR_HIDDEN = "gone_or_hidden"
    GONE_TOO_MANY = "gone_too_many"
    GONE_NOT_ASKED = "gone_not_asked"
    DELETED_ALL = "deleted_all"
    DELETED_TOO_MANY = "deleted_too_many"
    WAITING_NOT_ASKED = "waiting_not_asked"

    # Why a single entry was left out.
    TIMELOGS_REFUSED = "timelogs_refused"
    REFUSED_WITHOUT_CAUSE = "refused_without_cause"
    ENTRY_UNREADABLE = "entry_unreadable"
    QUOTED = "quoted"

    # Why a timelog was not corrected, and why nothing can be.
    CHANGED_AGAIN = "changed_again"
    CHOSEN_NOT_ASKED = "chosen_not_asked"
    HIDDEN_OR_GONE = "hidden_or_gone"
    IN_HARVEST_AGAIN = "in_harvest_again"
    NOTHING_CHOSEN = "nothing_chosen"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NOT_CORRECTABLE = "not_correctable"
    OWNER_NOT_KNOWN = "owner_not_known"
    TIMELOG_THERE = "timelog_there"
    TOO_MANY_CHOSEN = "too_many_chosen"

    # Harvest.
    HARVEST_TIMEOUT = "harvest_timeout"
    HARVEST_UNREACHABLE = "harvest_unreachable"
    HARVEST_RATE_LIMITED = "harvest_rate_limited"
    HARVEST_TOO_MANY_REQUESTS = "harvest_too_many_requests"
    HARVEST_SERVER_ERROR = "harvest_server_error"
    HARVEST_INTERCEPTED = "harvest_intercepted"
    HARVEST_UNKNOWN_REFUSAL = "harvest_unknown_refusal"
    HARVEST_MALFORMED = "harvest_malformed"
    HARVEST_NEXT_PAGE_ELSEWHERE = "harvest_next_page_elsewhere"
    HARVEST_ENTRIES_WITHHELD = "harvest_entries_withheld"
    HARVEST_ENTRIES_CUT_SHORT = "harvest_entries_cut_short"
    HARVEST_ENTRIES_ENDLESS = "harvest_entries_endless"
    HARVEST_ENTRIES_LOOP = "harvest_entries_loop"
    HARVEST_LIST_ENDLESS = "harvest_list_endless"
    HARVEST_LIST_INCOMPLETE = "harvest_list_incomplete"
    HARVEST_LIST_SLOW = "harvest_list_slow"
    HARVEST_WITHOUT_USERS = "harvest_without_users"
    HARVEST_REQUEST_REJECTED = "harvest_request_rejected"
    HARVEST_TOKEN_REFUSED = "harvest_token_refused"  # noqa: S105 because it is a code
    HARVEST_NEW_TOKEN_REFUSED = "harvest_new_token_refused"  # noqa: S105 because it is a code
    HARVEST_TOKENS_NOT_REFRESHED = "harvest_tokens_not_refreshed"
    HARVEST_GRANT_UNKNOWN = "harvest_grant_unknown"
    HARVEST_APP_REFUSED = "harvest_app_refused"

    # The host's own methods.
    HOST_DID_NOT_COUNT = "host_did_not_count"
    HOST_COUNTED_ODDLY = "host_counted_oddly"
    HOST_COUNT_DIFFERS = "host_count_differs"
    HOST_COMMITTED = "host_committed"
    HOST_ENDED_TRANSACTION = "host_ended_transaction"
    HOST_SWALLOWED_ERROR = "host_swallowed_error"
    HOST_WROTE_TOO_FEW = "host_wrote_too_few"
    HOST_ANSWERS_ODDLY = "host_answers_oddly"
    HOST_FOUND_OTHERS = "host_found_others"
    HOST_FAILS = "host_fails"

    # The database.
    STORE_UNAVAILABLE = "store_unavailable"
    STORE_BUSY = "store_busy"
    STORE_UNPREPARED = "store_unprepared"

    # Redis.
    QUEUE_UNAVAILABLE = "queue_unavailable"
    REDIS_NOT_THERE = "redis_not_there"
    REDIS_SILENT = "redis_silent"
    REDIS_UNVERIFIED = "redis_unverified"
    REDIS_SIGN_IN = "redis_sign_in"
    REDIS_PERMISSION = "redis_permission"
    REDIS_READ_ONLY = "redis_read_only"
    REDIS_FULL = "redis_full"
    REDIS_WITHOUT_DISK = "redis_without_disk"
    REDIS_WITHOUT_REPLICAS = "redis_without_replicas"
    REDIS_REFUSES = "redis_refuses"

    # The results of the health checks.
    CHECK_SETTINGS_COMPLETE = "check_settings_complete"
    CHECK_DATABASE_SILENT = "check_database_silent"
    CHECK_TABLES_THERE = "check_tables_there"
    CHECK_TABLES_MISSING = "check_tables_missing"
    CHECK_WITHOUT_STUDIO = "check_without_studio"
    CHECK_HOST_ANSWERS = "check_host_answers"
    CHECK_NOT_CORRECTABLE = "check_not_correctable"
    CHECK_WORKERS_ALIVE = "check_workers_alive"
    CHECK_WITHOUT_WORKER = "check_without_worker"
    CHECK_SCHEDULER_ALIVE = "check_scheduler_alive"
    CHECK_WITHOUT_SCHEDULER = "check_without_scheduler"
    CHECK_ANSWERS = "check_answers"
    CHECK_SILENT = "check_silent"
    CHECK_SOMEBODY_ELSE = "check_somebody_else"
    CHECK_UNVERIFIED = "check_unverified"

    @property
    def is_of_harvest(self) -> bool:
        """Return whether the code tells of a failure at Harvest."""
        return self.startswith("harvest_")


@dataclass(frozen=True, slots=True)
class Message:
    """A code with the data that its sentence needs. Both can be written as JSON."""

    code: Code
    data: Mapping[str, Datum] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the code and its data, as a log shows them."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.data.items())
        return f"{self.code} ({told})" if told else str(self.code)


def quoted(said: str) -> Message:
    """Return a message that quotes `said`, the words of a host, a database or Harvest."""
    return Message(Code.QUOTED, {"said": said})
