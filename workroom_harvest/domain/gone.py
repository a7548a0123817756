"""When an entry that Harvest does not find by its id is gone, and when that says nothing."""

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.messages import Code

MOST_ASKED = 50
"""How many entries a run asks for by their ids, one request each."""

SUSPICIOUS = 20
"""How many missing entries are suspicious, if they also are more than a share of all."""

SHARE = 5
"""One in so many entries may be missing before it is suspicious."""

DOUBTS = frozenset({Code.GONE_OR_HIDDEN, Code.GONE_TOO_MANY})
"""The warnings that nothing is concluded from entries that Harvest did not find."""


def doubt(missing: int, wanted: int, sees: Sight | None) -> Code | None:
    """Return why nothing is concluded from `missing` of the `wanted` entries; None: they are gone.

    `sees` is whose entries the grant shows. An entry that Harvest hides looks like one that is
    gone, and so do all of them if something is wrong with Harvest.
    """
    if not missing:
        return None
    if sees is not Sight.EVERYONE:
        return Code.GONE_OR_HIDDEN
    if missing >= SUSPICIOUS and missing * SHARE > wanted:
        return Code.GONE_TOO_MANY
    return None
