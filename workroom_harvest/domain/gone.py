"""When what was not found, at Harvest or in Workroom, is gone or deleted, and when not to say so.

All thresholds of that stand here.
"""

from dataclasses import dataclass

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

DOUBTS_OF_DELETED = frozenset({Code.DELETED_ALL, Code.DELETED_TOO_MANY})
"""The warnings that nothing is concluded from timelogs that the host did not find."""


def doubt(missing: int, wanted: int, sees: Sight | None) -> Code | None:
    """Return why nothing is concluded from `missing` of the `wanted` entries; None: they are gone.

    `sees` is whose entries the grant shows. An entry that Harvest hides looks like one that is
    gone, and so do all of them if something is wrong with Harvest.
    """
    if not missing:
        return None
    if sees is not Sight.EVERYONE:
        return Code.GONE_OR_HIDDEN
    return Code.GONE_TOO_MANY if _are_too_many(missing, wanted) else None


@dataclass(frozen=True, slots=True)
class Losses:
    """What a run did not find.

    Harvest listed `listed` entries to it, and `missing` others seem gone from there. The host was
    asked for `looked_up` timelogs, of which it did not find those that are `deleted`, as it seems.
    """

    listed: int
    missing: int
    looked_up: int
    deleted: int

    @property
    def window(self) -> int:
        """Return how many entries there are on the run's days, as far as is known."""
        return self.listed + self.missing

    @property
    def _are_suspicious(self) -> bool:
        return _are_too_many(self.missing + self.deleted, self.window)

    def doubt_gone(self, sees: Sight | None) -> Code | None:
        """Return why nothing is concluded from what Harvest did not find, or None.

        `sees` is whose entries the grant shows at the end of the run.
        """
        why = doubt(self.missing, self.window, sees)
        return why or (Code.GONE_TOO_MANY if self.missing and self._are_suspicious else None)

    def doubt_deleted(self) -> Code | None:
        """Return why nothing is concluded from what the host did not find, or None."""
        if not self.deleted:
            return None
        if self.deleted == self.looked_up >= SUSPICIOUS:
            return Code.DELETED_ALL
        are_many = self._are_suspicious or _are_too_many(self.deleted, self.looked_up)
        return Code.DELETED_TOO_MANY if are_many else None


def _are_too_many(missing: int, wanted: int) -> bool:
    return missing >= SUSPICIOUS and missing * SHARE > wanted
