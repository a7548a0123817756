"""What a reason asks of a person: something, to wait, or nothing at all."""

from enum import StrEnum

from workroom_harvest.domain.hours import Difference, Why
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.web.presenters.mood import HARMLESS
from workroom_harvest.web.words import N_


class Ask(StrEnum):
    """What is asked, in the order of a page; the values are its headings, as `say()` takes them."""

    NEEDS_YOU = N_("Needs you")
    BY_ITSELF = N_("Will come by itself")
    FINE = N_("Fine")


COMES_BY_ITSELF = frozenset({SkipReason.TIMER_RUNNING, SkipReason.DATED_LATER})
"""The reasons that pass with time."""

INTENDED = frozenset({Difference.LEFT_OUT, Difference.UNDONE, Difference.EDITED})
"""The differences that somebody made in Workroom on purpose."""


def asks(why: Why) -> Ask:
    """Return what a reason to skip an entry, or a difference of hours, asks of a person."""
    if isinstance(why, Difference):
        return Ask.FINE if why in INTENDED else Ask.NEEDS_YOU
    if why in COMES_BY_ITSELF:
        return Ask.BY_ITSELF
    return Ask.FINE if why in HARMLESS else Ask.NEEDS_YOU
