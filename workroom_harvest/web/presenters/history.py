"""The rows of the list of imports."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.duration import hours, how_long
from workroom_harvest.web.presenters.headline import status_word, window
from workroom_harvest.web.presenters.kinds import kind_name

FORMER_MEMBER = "A former member"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A run in the list. `began` is in UTC, and `took` is empty while it is not over."""

    run_id: str
    what: str
    window: str
    who: str
    began: str
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
        who=_who(run, names),
        began=f"{run.started_at or run.created_at:%Y-%m-%d %H:%M}",
        took=how_long(run.ended_at - run.started_at) if run.ended_at and run.started_at else "",
        entries=f"{done.imported} of {done.total}",
        hours=hours(done.minutes),
        status=status_word(run),
        failure=reasons.failure(run),
    )


def _who(run: ImportRun, names: Mapping[str, str]) -> str:
    started_by = run.request.started_by
    if started_by is None:
        return "By itself" if run.request.night else "From the command line"
    return names.get(started_by, FORMER_MEMBER)
