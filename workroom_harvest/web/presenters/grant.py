"""The words for what a grant at Harvest sees: everyone's time, a team's, or one person's."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.progress import Progress
from workroom_harvest.web.words import N_, say

SIGHTS: Mapping[Sight, str] = {
    Sight.EVERYONE: N_("Everyone's time"),
    Sight.TEAM: N_("The time of a team"),
    Sight.SELF: N_("Only the connected person's own time"),
}
"""What a grant sees, as a fact of the Connection card."""

SHOWS_LESS: Mapping[tuple[Sight, Sight], str] = {
    (Sight.TEAM, Sight.EVERYONE): N_(
        "Harvest shows the time of a team; before, it showed everyone's time."
    ),
    (Sight.SELF, Sight.EVERYONE): N_(
        "Harvest shows only the connected person's own time; before, it showed everyone's time."
    ),
    (Sight.SELF, Sight.TEAM): N_(
        "Harvest shows only the connected person's own time; before, it showed the time of a team."
    ),
}
"""What a grant sees now and saw before, where that is more."""

SHOWED_IMPORT_LESS: Mapping[tuple[Sight, Sight], str] = {
    (Sight.TEAM, Sight.EVERYONE): N_(
        "Harvest showed this import the time of a team; before, it showed everyone's time."
    ),
    (Sight.SELF, Sight.EVERYONE): N_(
        "Harvest showed this import only the connected person's own time; before, it showed "
        "everyone's time."
    ),
    (Sight.SELF, Sight.TEAM): N_(
        "Harvest showed this import only the connected person's own time; before, it showed the "
        "time of a team."
    ),
}
"""What a run saw, and what the runs before it saw, where that is more."""

SEE_MORE = N_(
    "What Harvest does not show is not imported. Let somebody reconnect who sees more there, as an "
    "administrator of the Harvest account does; then import the days that are missing."
)
OTHERS_HIDDEN = N_(
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
    hint = "" if warning or connection.sees is Sight.EVERYONE else say(OTHERS_HIDDEN)
    return SightFact(say(SIGHTS[connection.sees]), hint, warning)


def sees_less(whose: Progress | Connection) -> str:
    """Return that the grant sees less than before, and what to do; empty if it does not."""
    if not whose.sees_less or whose.sees is None or whose.saw is None:
        return ""
    less = SHOWED_IMPORT_LESS if isinstance(whose, Progress) else SHOWS_LESS
    return f"{say(less[whose.sees, whose.saw])} {say(SEE_MORE)}"
