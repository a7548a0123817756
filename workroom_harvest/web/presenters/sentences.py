"""The sentence for each message: what happened, and what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum, Message
from workroom_harvest.web.presenters.connection_sentences import CONNECTION
from workroom_harvest.web.presenters.fault_sentences import FAULTS
from workroom_harvest.web.presenters.names import short_name
from workroom_harvest.web.presenters.run_sentences import RUNS

MOST_NAMED = 10

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
    Code.NOTHING_WAITS: "Nothing waits there. Go back to what waits.",
    Code.ENTRY_UNREADABLE: "{problem}",
    Code.QUOTED: "{said}",
    **CONNECTION,
    **RUNS,
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
    named = [short_name(name) for name in names[:MOST_NAMED]]
    more = len(names) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
