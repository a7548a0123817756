"""What to do about a fault, in a sentence that follows the one about what happened."""

from collections.abc import Mapping

from workroom_harvest.domain.messages import Code
from workroom_harvest.web.words import N_

LATER = N_("Try again in a few minutes.")
LATER_OR_SUPPORT = N_("Try again in a few minutes; if it persists, contact support.")
HOST_STOPPED = N_(
    "It was stopped there, and what is counted as done stays. Trying again does not help: "
    "tell whoever runs Workroom."
)

NEXT_STEPS: Mapping[Code, str] = {
    **dict.fromkeys(
        (
            Code.HARVEST_TIMEOUT,
            Code.HARVEST_UNREACHABLE,
            Code.HARVEST_RATE_LIMITED,
            Code.HARVEST_TOO_MANY_REQUESTS,
            Code.HARVEST_SERVER_ERROR,
            Code.HARVEST_INTERCEPTED,
            Code.HARVEST_UNKNOWN_REFUSAL,
            Code.HARVEST_MALFORMED,
            Code.HARVEST_ENTRIES_WITHHELD,
            Code.HARVEST_LIST_INCOMPLETE,
            Code.HARVEST_LIST_SLOW,
            Code.HARVEST_WITHOUT_USERS,
            Code.HARVEST_TOKENS_NOT_REFRESHED,
            Code.STORE_UNAVAILABLE,
            Code.STORE_BUSY,
        ),
        LATER,
    ),
    Code.HARVEST_NEW_TOKEN_REFUSED: LATER_OR_SUPPORT,
    **dict.fromkeys(
        (
            Code.HOST_DID_NOT_COUNT,
            Code.HOST_COUNTED_ODDLY,
            Code.HOST_COUNT_DIFFERS,
            Code.HOST_COMMITTED,
            Code.HOST_ENDED_TRANSACTION,
            Code.HOST_SWALLOWED_ERROR,
            Code.HOST_WROTE_TOO_FEW,
            Code.HOST_FOUND_OTHERS,
        ),
        HOST_STOPPED,
    ),
}
"""The next step for each fault that `fault_sentences.py` tells without one."""
