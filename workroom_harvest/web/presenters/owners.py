"""The words about people whose entries went to the designer who connected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.counts import entries

CAUSES: Mapping[Cause, str] = {
    Cause.NO_MEMBER: "no Workroom user has their e-mail address",
    Cause.UNKNOWN: "Harvest does not show the connected user who that is",
    Cause.OTHERS: "not named here",
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
    return f"{entries(total)} went to the designer who connected"


def people(run: ImportRun) -> Sequence[FallbackPerson]:
    """Return whose entries fell back, most entries first, and those who are not named last."""
    found = sorted(
        run.progress.fell_back, key=lambda one: (one.cause is Cause.OTHERS, -one.entries)
    )
    return [FallbackPerson(_display_name(one), one.entries, CAUSES[one.cause]) for one in found]


def _display_name(one: FellBack) -> str:
    if one.cause is Cause.OTHERS:
        return "others"
    return one.name or (f"Harvest user {one.user_id}" if one.user_id else "somebody without a name")


def fell_back_sentence(run: ImportRun) -> str:
    """Return the heading and the people in one sentence, or an empty text if no entry fell back."""
    found = people(run)
    if not found:
        return ""
    named = [f"{one.name} {one.entries} ({one.cause})" for one in found[:MOST_PEOPLE_IN_A_SENTENCE]]
    more = sum(one.entries for one in found[MOST_PEOPLE_IN_A_SENTENCE:])
    return f"{fell_back_heading(run)}: {', '.join(named + ([f'others {more}'] if more else []))}."
