"""The rows of the list of imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.duration import hours, how_long
from workroom_harvest.web.presenters.headline import STATUSES, status_word, window
from workroom_harvest.web.presenters.kinds import kind_name
from workroom_harvest.web.words import N_, say

FORMER_MEMBER = N_("A former member")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A run in the list. `status` is a word, and `took` is empty while the run is not over."""

    run_id: str
    what: str
    window: str
    who: str
    began: datetime
    took: str
    entries: str
    hours: str
    status: str
    failure: str | None


def history_row(run: ImportRun, names: Mapping[str, str]) -> HistoryRow:
    """Return the row of a run; `names` are those of members by id."""
    done = run.progress
    return HistoryRow(
        run_id=run.id,
        what=kind_name(run),
        window=window(run),
        who=started_by(run, names),
        began=run.started_at or run.created_at,
        took=how_long(run.ended_at - run.started_at) if run.ended_at and run.started_at else "",
        entries=say("{count} of {total}", count=done.imported, total=done.total),
        hours=hours(done.minutes),
        status=say(STATUSES[status_word(run)]),
        failure=reasons.failure(run),
    )


def started_by(run: ImportRun, names: Mapping[str, str], me: str | None = None) -> str:
    """Return who started the run; `names` are those of members by id, and `me` is who reads."""
    member_id = run.request.started_by
    if member_id is None:
        return say("By itself") if run.request.night else say("From the command line")
    if member_id == me:
        return say("You")
    return names.get(member_id) or say(FORMER_MEMBER)
