"""The kinds of corrections."""

from enum import StrEnum


class CorrectionKind(StrEnum):
    """What a correction is about. The values are stored.

    Harvest has other values of a `CHANGED` entry than its timelog, and no longer has a `GONE` one.
    The timelog of a `DELETED` entry was deleted in Workroom. The timelog of an `OWNER` belongs to
    the designer who connected, and the entry's Harvest user is a known member by now.
    """

    CHANGED = "changed"
    GONE = "gone"
    DELETED = "deleted"
    OWNER = "owner"

    @property
    def is_chosen_by_name(self) -> bool:
        """Return whether such a correction is never among "all"."""
        return self in (CorrectionKind.GONE, CorrectionKind.DELETED)
