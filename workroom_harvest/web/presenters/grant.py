"""The words for what a grant at Harvest sees: everyone's time, a team's, or one person's."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.progress import Progress

SIGHTS: Mapping[Sight, str] = {
    Sight.EVERYONE: "everyone's time",
    Sight.TEAM: "the time of a team",
    Sight.SELF: "only the connected person's own time",
}
SEE_MORE = (
    "What Harvest does not show is not imported. Let somebody reconnect who sees more there, as an "
    "administrator of the Harvest account does; then import the days that are missing."
)
OTHERS_HIDDEN = (
    "The time of others is not imported. An administrator of the Harvest account can connect "
    "instead."
)


@dataclass(frozen=True, slots=True)
class SightFact:
    """What the Connection card says about the grant's sight.

    `hint` says what is hidden. `warning` says that less is seen than before. Either may be empty.
    """

    sees: str
    hint: str
    warning: str


def sight(connection: Connection | None) -> SightFact | None:
    """Return what the card says about the grant's sight.

    Return None if it is not known, or if the connection does not work.
    """
    if connection is None or connection.sees is None or not connection.works:
        return None
    warning = sees_less(connection)
    hint = "" if warning or connection.sees is Sight.EVERYONE else OTHERS_HIDDEN
    shows = SIGHTS[connection.sees]
    return SightFact(shows[:1].upper() + shows[1:], hint, warning)


def sees_less(whose: Progress | Connection) -> str:
    """Return that the grant sees less than before, and what to do; empty if it does not."""
    if not whose.sees_less or whose.sees is None or whose.saw is None:
        return ""
    shows = "showed this import" if isinstance(whose, Progress) else "shows"
    now, before = SIGHTS[whose.sees], SIGHTS[whose.saw]
    return f"Harvest {shows} {now}; before, it showed {before}. {SEE_MORE}"
