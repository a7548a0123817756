"""The sentence for each message: what happened, and what to do next."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum, Message
from workroom_harvest.web.presenters.connection_sentences import CONNECTION
from workroom_harvest.web.presenters.fault_sentences import FAULTS
from workroom_harvest.web.presenters.names import short_name
from workroom_harvest.web.presenters.next_steps import NEXT_STEPS
from workroom_harvest.web.presenters.run_sentences import RUNS
from workroom_harvest.web.words import N_, day, moment, say

MOST_NAMED = 10
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

SENTENCES: Mapping[Code, str] = {
    Code.SETTING: "{name}: {remedy}",
    Code.NOT_SIGNED_IN: N_("You are not signed in to Workroom. Sign in, then come back."),
    Code.NOT_PRO: N_(
        "The Harvest integration is part of the Pro plan. Upgrade the studio to Pro to use it."
    ),
    Code.ROLE_REFUSED: N_(
        "Only an Admin or the Designer of the studio can use the Harvest integration. "
        "Ask one of them."
    ),
    Code.PAGE_EXPIRED: N_(
        "This page was open for too long, or the form did not come from it. "
        "Nothing was changed. Go back, reload the page and try again."
    ),
    Code.NOT_A_FORM: N_("Only forms are taken here, and nothing was changed. Send it as a form."),
    Code.CHOICE_UNKNOWN: N_("That is no choice of ours. Reload the page and choose again."),
    Code.QUERY_UNKNOWN: N_(
        "This address asks for something that is not known here: {name} “{value}”. "
        "Go back, and choose from the page."
    ),
    Code.MAPPINGS_INVALID: N_("Some mappings could not be saved. Nothing was changed."),
    Code.PAIRS_GIVE_WAY: N_(
        "Nothing is saved yet: what was chosen clears other mappings. They are named below."
    ),
    Code.TARGET_GONE: N_("That is no longer there in Workroom. Choose another."),
    Code.ROW_UNKNOWN: N_("Harvest does not list this row any more. Reload the page."),
    Code.GROUP_NOT_NAMED: N_("Name one project, one task or one reason of the waiting list."),
    Code.GROUP_UNKNOWN: N_("There is no such project or task. Go back to the waiting list."),
    Code.REASON_NOT_LEFT_OUT: N_(
        "Only a project or a task can be left out. What waits for another reason stays listed."
    ),
    Code.MAPPED_NOT_LEFT_OUT: N_(
        "That is mapped, so its entries come in. Set it to Not mapped first to leave it out."
    ),
    Code.NO_DATE: N_("That is no date. Choose a day, such as 2026-06-01."),
    Code.PERIOD_REVERSED: N_("To is before From. Choose a day on or after From."),
    Code.ENTRY_NOT_FOUND: N_(
        "Harvest never listed such an entry for this studio. Import its day to know it."
    ),
    Code.NOTHING_WAITS: N_("Nothing waits there. Go back to what waits."),
    Code.ENTRY_UNREADABLE: "{problem}",
    Code.QUOTED: "{said}",
    **CONNECTION,
    **RUNS,
    **FAULTS,
}
"""The sentence for each code, with the names of its data in braces, as `say()` takes them."""

HOST_FAILS_SAYING = N_("{method} fails with {error}: {said}")


def sentence(message: Message) -> str:
    """Return what happened, and what to do next, in sentences."""
    happened, step = what_happened(message), NEXT_STEPS.get(message.code)
    return f"{happened} {say(step)}" if step else happened


def what_happened(message: Message) -> str:
    """Return the message without the sentence that says when to try again, or whom to tell."""
    told = {name: _told(name, datum) for name, datum in message.data.items()}
    if message.code is Code.HOST_FAILS and told["said"]:
        return say(HOST_FAILS_SAYING, **told)
    return say(SENTENCES[message.code], **told)


def error_sentence(error: HarvestImportError) -> str:
    """Return the sentence for an error."""
    return sentence(error.detail)


def code_sentences(codes: Mapping[str, Code]) -> Mapping[str, str]:
    """Return the sentences for the codes, under the same names."""
    return {name: sentence(Message(code)) for name, code in codes.items()}


def _told(name: str, datum: Datum) -> str | int:
    """Return a datum as a sentence takes it: a number stays one, as it may count something."""
    if name == "due":
        return moment(datetime.fromisoformat(str(datum)).replace(tzinfo=UTC))
    if name == "days":
        return DAY.sub(lambda found: day(date.fromisoformat(found[0])), str(datum))
    return datum if isinstance(datum, str | int) else _some(datum)


def _some(names: Sequence[str]) -> str:
    """Return the first ten names, cut if they are long, and how many more there are."""
    named = ", ".join(short_name(name) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return say("{names} and {more} more", names=named, more=more) if more > 0 else named
