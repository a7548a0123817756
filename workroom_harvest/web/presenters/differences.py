"""The words for what an import did otherwise than its preview had shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.counts import entries
from workroom_harvest.web.presenters.duration import hours

AS_SHOWN = "The import did what the preview had shown."
NO_LONGER_LISTED = "Harvest no longer lists them for these days"
SENTENCES: Mapping[What, str] = {
    What.CAME_IN: "{entries} ({hours} h) came in that the preview had not shown as coming in.",
    What.STAYED_OUT: "{entries} ({hours} h) shown as coming in did not come in: {why}.",
    What.HOURS: "{entries} came in with other hours: {hours} h, and {shown} h were shown.",
    What.DAY: "{entries} ({hours} h) came in on another day than was shown.",
    What.PROJECT: "{entries} ({hours} h) went to another project than was shown.",
    What.TASK: "{entries} ({hours} h) got another activity type than was shown.",
    What.OWNER: "{entries} ({hours} h) went to another owner than was shown.",
    What.NOTE: "{entries} ({hours} h) came in with other notes than were shown.",
    What.BILLABLE: "{entries} ({hours} h) came in billable, or not, other than was shown.",
    What.SKIPPED_OTHERWISE: "{entries} ({hours} h) {were} left out otherwise than shown: {why}.",
}
"""The sentence for each kind of difference."""


def sentences(run: ImportRun) -> list[str]:
    """Return what differs in sentences, or that nothing does; none without a comparison."""
    if run.differs is None:
        return []
    return [_sentence(one, run) for one in run.differs] or [AS_SHOWN]


def as_json(run: ImportRun) -> Sequence[Mapping[str, Any]] | None:
    """Return what differs as objects for scripts, or None without a comparison."""
    if run.differs is None:
        return None
    return [
        {
            "what": one.what,
            "entries": one.entries,
            "minutes": one.minutes,
            "shown_minutes": one.shown_minutes,
            "reason": reasons.reason_name(one.reason, run) if one.reason else None,
        }
        for one in run.differs
    ]


def _sentence(one: Difference, run: ImportRun) -> str:
    return SENTENCES[one.what].format(
        entries=entries(one.entries),
        were="was" if one.entries == 1 else "were",
        hours=hours(one.minutes),
        shown=hours(one.shown_minutes or 0),
        why=reasons.reason_name(one.reason, run) if one.reason else NO_LONGER_LISTED,
    )
