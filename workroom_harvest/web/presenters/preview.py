"""What a preview shows: sums by project and by owner, as lines of the page and for scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workroom_harvest.domain.previewed import PreviewSums
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.reporting.show_preview import ShownPreview
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.words import N_, say

IN_ALL = N_("{entries:# entry|# entries}, {hours} h, would come in.")
SO_FAR = N_("{entries:# entry|# entries}, {hours} h, would come in so far.")


@dataclass(frozen=True, slots=True)
class Preview:
    """The lines of a preview below its result: texts, and the days for its Import button.

    The rows of `projects` and `owners` are a name of Harvest's, whom or what it goes to, entries
    and hours. `first` and `last` are None where nothing can be imported from it.
    """

    total: str
    invoiced: str
    projects: Sequence[tuple[str, str, int, str]]
    owners: Sequence[tuple[str, str, int, str]]
    first: str | None
    last: str | None


def preview(run: ImportRun, shown: ShownPreview | None, *, may_import: bool) -> Preview | None:
    """Return the lines of a preview, or None for any other run."""
    if shown is None:
        return None
    sums, days = shown.sums, run.request.window
    offers = may_import and isinstance(days, Days)
    return Preview(
        _total(sums, run),
        _invoiced(sums),
        [
            (one.project, shown.project_names.get(one.project_id, ""), one.entries, _hours(one))
            for one in sums.projects
        ],
        [
            (
                one.person or say("somebody without a name"),
                _owner(shown.member_names.get(one.member_id), fell_back=one.fell_back),
                one.entries,
                _hours(one),
            )
            for one in sums.owners
        ],
        str(days.first) if offers and isinstance(days, Days) else None,
        str(days.last) if offers and isinstance(days, Days) else None,
    )


def _owner(name: str | None, *, fell_back: bool) -> str:
    owner = name or say("a former member")
    if not fell_back:
        return owner
    return say("{owner} (the designer who connected, in their place)", owner=owner)


def _total(sums: PreviewSums, run: ImportRun) -> str:
    """Return how much would come in; empty as long as that is nothing and may change."""
    is_finished = run.status is RunStatus.FINISHED
    if not sums.entries:
        return say("Nothing would come in.") if is_finished else ""
    form = IN_ALL if is_finished else SO_FAR
    return say(form, entries=sums.entries, hours=hours(sums.minutes))


def _invoiced(sums: PreviewSums) -> str:
    """Return how much of what would come in is invoiced; empty where nothing would."""
    if not sums.entries:
        return ""
    if not sums.billed_entries:
        return say("Nothing of it is invoiced in Harvest.")
    return say(
        "Of that, {entries:# entry|# entries}, {hours} h, {entries:is|are} invoiced in Harvest "
        "already.",
        entries=sums.billed_entries,
        hours=hours(sums.billed_minutes),
    )


def may_import(run: ImportRun) -> bool:
    """Return whether the page offers to import what a preview shows, which is more than nothing."""
    return run.is_preview and run.status is RunStatus.FINISHED and run.progress.imported > 0


def as_json(shown: ShownPreview | None) -> Mapping[str, Any] | None:
    """Return the sums of a preview for scripts, or None for any other run."""
    if shown is None:
        return None
    sums = shown.sums
    return {
        "projects": [
            {
                "harvest_name": one.project,
                "name": shown.project_names.get(one.project_id),
                "entries": one.entries,
                "minutes": one.minutes,
            }
            for one in sums.projects
        ],
        "owners": [
            {
                "person": one.person,
                "owner": shown.member_names.get(one.member_id),
                "fell_back": one.fell_back,
                "entries": one.entries,
                "minutes": one.minutes,
            }
            for one in sums.owners
        ],
        "invoiced": {"entries": sums.billed_entries, "minutes": sums.billed_minutes},
    }


def _hours(one: Any) -> str:
    return hours(one.minutes)
