"""The words for what an import did otherwise than its preview had shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.words import N_, say

NO_LONGER_LISTED = N_("Harvest no longer lists them for these days")
SENTENCES: Mapping[What, str] = {
    What.CAME_IN: N_(
        "{entries:# entry|# entries} ({hours} h) came in that the preview had not shown as coming "
        "in."
    ),
    What.STAYED_OUT: N_(
        "{entries:# entry|# entries} ({hours} h) shown as coming in did not come in: {why}."
    ),
    What.HOURS: N_(
        "{entries:# entry|# entries} came in with other hours: {hours} h, and {shown} h were shown."
    ),
    What.DAY: N_("{entries:# entry|# entries} ({hours} h) came in on another day than was shown."),
    What.PROJECT: N_(
        "{entries:# entry|# entries} ({hours} h) went to another project than was shown."
    ),
    What.TASK: N_(
        "{entries:# entry|# entries} ({hours} h) got another activity type than was shown."
    ),
    What.OWNER: N_("{entries:# entry|# entries} ({hours} h) went to another owner than was shown."),
    What.NOTE: N_(
        "{entries:# entry|# entries} ({hours} h) came in with other notes than were shown."
    ),
    What.BILLABLE: N_(
        "{entries:# entry|# entries} ({hours} h) came in billable, or not, other than was shown."
    ),
    What.SKIPPED_OTHERWISE: N_(
        "{entries:# entry|# entries} ({hours} h) {entries:was|were} left out otherwise than shown: "
        "{why}."
    ),
}
"""The sentence for each kind of difference."""


def sentences(run: ImportRun) -> list[str]:
    """Return what differs in sentences, or that nothing does; none without a comparison."""
    if run.differs is None:
        return []
    return [_sentence(one, run) for one in run.differs] or [
        say("The import did what the preview had shown.")
    ]


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
    return say(
        SENTENCES[one.what],
        entries=one.entries,
        hours=hours(one.minutes),
        shown=hours(one.shown_minutes or 0),
        why=reasons.reason_said(one.reason, run) if one.reason else say(NO_LONGER_LISTED),
    )
