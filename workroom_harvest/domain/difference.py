"""What an import did otherwise than the preview from which it was started had shown."""

from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.skipped import SkipReason


class What(StrEnum):
    """What differs of some entries. The values are stored.

    The first two are about entries that only one of the two brings in, and the last about entries
    that neither does. An entry that both bring in may differ in several respects.
    """

    CAME_IN = "came in"
    """They came in, and were not shown as coming in."""

    STAYED_OUT = "stayed out"
    """They were shown as coming in, and did not."""

    HOURS = "hours"
    DAY = "day"
    PROJECT = "project"
    TASK = "task"
    OWNER = "owner"
    NOTE = "note"
    BILLABLE = "billable"

    SKIPPED_OTHERWISE = "skipped otherwise"
    """They were skipped, and not shown so; or shown as skipped, and for another reason or not.

    The hours of a timer that runs on count as the same, since they grow by the minute.
    """


@dataclass(frozen=True, slots=True)
class Difference:
    """Some entries that differ in the same respect: how many, and their minutes as imported.

    What did not come in has the minutes that were shown. `shown_minutes` are what was shown where
    the hours differ, else None. `reason` is why entries are left out now, where they are; it is
    None, too, where Harvest no longer lists them for these days.
    """

    what: What
    entries: int
    minutes: int
    reason: SkipReason | None = None
    shown_minutes: int | None = None
