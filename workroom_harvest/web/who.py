"""Words about people: whose time Harvest shows, and whose timelogs it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.run import ImportRun

SIGHTS: Mapping[Sight, str] = {
    Sight.EVERYONE: "everyone's time",
    Sight.TEAM: "the time of a team",
    Sight.SELF: "only the connected person's own time",
}
CAUSES: Mapping[Cause, str] = {
    Cause.NO_MEMBER: "no Workroom user has their e-mail address",
    Cause.UNKNOWN: "Harvest does not show the connected user who that is",
    Cause.OTHERS: "not named here",
}
SEE_MORE = (
    "What Harvest does not show is not imported. Let somebody reconnect who sees more there, as an "
    "administrator of the Harvest account does; then import the days that are missing."
)
HIDDEN = (
    "The time of others is not imported. An administrator of the Harvest account can connect "
    "instead."
)
MOST_IN_A_SENTENCE = 10
"""People whose entries fell back; the panel's list has them all."""


@dataclass(frozen=True, slots=True)
class SightLine:
    """What the Connection card says of what the grant sees; `warning` where that is less now."""

    sees: str
    hint: str
    warning: str


def sight(connection: Connection | None) -> SightLine | None:
    """None where nobody knows what the grant sees; a grant that is gone sees nothing."""
    if connection is None or connection.sees is None or not connection.works:
        return None
    warning = sees_less(connection)
    hint = "" if warning or connection.sees is Sight.EVERYONE else HIDDEN
    shows = SIGHTS[connection.sees]
    return SightLine(shows[:1].upper() + shows[1:], hint, warning)


def sees_less(whose: ImportRun | Connection) -> str:
    """What is no longer seen and what to do, empty where nothing is hidden that was seen before."""
    if not whose.sees_less or whose.sees is None or whose.saw is None:
        return ""
    shows = "showed this import" if isinstance(whose, ImportRun) else "shows"
    now, before = SIGHTS[whose.sees], SIGHTS[whose.saw]
    return f"Harvest {shows} {now}; before, it showed {before}. {SEE_MORE}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at Harvest whose entries went to the designer who connected, and why."""

    name: str
    entries: int
    cause: str


def went(run: ImportRun) -> str:
    """How many entries fell back."""
    count = sum(one.entries for one in run.fell_back)
    return f"{count} {'entry' if count == 1 else 'entries'} went to the designer who connected"


def people(run: ImportRun) -> Sequence[Person]:
    """Whose they are: those with the most in front, and what is not named at the end."""
    found = sorted(run.fell_back, key=lambda one: (one.cause is Cause.OTHERS, -one.entries))
    return [Person(_called(one), one.entries, CAUSES[one.cause]) for one in found]


def _called(one: FellBack) -> str:
    if one.cause is Cause.OTHERS:
        return "others"
    return one.name or (f"Harvest user {one.user_id}" if one.user_id else "somebody without a name")


def fell_back(run: ImportRun) -> str:
    """The same in one sentence, empty where nobody's entries fell back."""
    found = people(run)
    if not found:
        return ""
    named = [f"{one.name} {one.entries} ({one.cause})" for one in found[:MOST_IN_A_SENTENCE]]
    more = sum(one.entries for one in found[MOST_IN_A_SENTENCE:])
    return f"{went(run)}: {', '.join(named + ([f'others {more}'] if more else []))}."


def warnings(run: ImportRun) -> list[str]:
    """Sentences about what a glance at the counts would miss."""
    found = (sees_less(run), fell_back(run), run.remark)
    return [sentence for sentence in found if sentence]
