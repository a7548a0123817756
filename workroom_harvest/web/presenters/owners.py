"""The words about people whose entries went to the designer who connected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.words import N_, number, say

CAUSES: Mapping[Cause, str] = {
    Cause.NO_MEMBER: N_("no Workroom user has their e-mail address"),
    Cause.UNKNOWN: N_("Harvest does not show the connected user who that is"),
    Cause.OTHERS: N_("not named here"),
}
"""The words for each cause."""

MOST_PEOPLE_IN_A_SENTENCE = 10
"""The most people that a sentence names. The list in the panel has all of them."""


@dataclass(frozen=True, slots=True)
class FallbackPerson:
    """A Harvest user whose entries went to the designer who connected: how many, and why."""

    name: str
    entries: int
    cause: str


def fell_back_heading(run: ImportRun) -> str:
    """Return how many of a run's entries went to the designer who connected."""
    total = sum(one.entries for one in run.progress.fell_back)
    return say("{count:# entry|# entries} went to the designer who connected", count=total)


def people(run: ImportRun) -> Sequence[FallbackPerson]:
    """Return whose entries fell back, most entries first, and those who are not named last."""
    found = sorted(
        run.progress.fell_back, key=lambda one: (one.cause is Cause.OTHERS, -one.entries)
    )
    return [
        FallbackPerson(_display_name(one), one.entries, say(CAUSES[one.cause])) for one in found
    ]


def _display_name(one: FellBack) -> str:
    if one.cause is Cause.OTHERS:
        return say("others")
    if one.name:
        return one.name
    if one.user_id:
        return say("Harvest user {id}", id=str(one.user_id))
    return say("somebody without a name")


def fell_back_sentence(run: ImportRun) -> str:
    """Return the heading and the people in one sentence, or an empty text if no entry fell back."""
    found = people(run)
    if not found:
        return ""
    named = [
        f"{one.name} {number(one.entries)} ({one.cause})"
        for one in found[:MOST_PEOPLE_IN_A_SENTENCE]
    ]
    more = sum(one.entries for one in found[MOST_PEOPLE_IN_A_SENTENCE:])
    told = ", ".join(named + ([say("others {count}", count=more)] if more else []))
    return f"{fell_back_heading(run)}: {told}."
