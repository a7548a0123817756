"""The entries of a run, as objects for scripts, as rows of CSV and for the page."""

from dataclasses import dataclass
from typing import Any

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked
from workroom_harvest.domain.use_cases.reporting.run_entries import RunEntry
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.presenters.reasons import reason_name, reason_said
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import ENGLISH, day, reading, say

COLUMNS = ("id", "date", "minutes", "project", "task", "person", "note", "reason", "cause")
"""The keys of an entry, which are the columns of the CSV as well."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry on the page. What cannot be read is empty; `date` is ISO text beside `day`."""

    id: int | None
    date: str
    day: str
    hours: str
    project: str
    task: str
    person: str
    note: str
    reason: str
    cause: str


def entries_heading(run: ImportRun, asked: Asked) -> str:
    """Return the heading of the list of those entries of a run."""
    words = words_for(run)
    return say(words.done_list if asked.imported else words.left_list)


def entry_row(entry: RunEntry, run: ImportRun) -> EntryRow:
    """Return an entry of a run for its reader."""
    return EntryRow(
        id=entry.entry_id,
        date=entry.spent_on.isoformat() if entry.spent_on else "",
        day=day(entry.spent_on) if entry.spent_on else "",
        hours="" if entry.minutes is None else hours(entry.minutes),
        project=entry.project,
        task=entry.task,
        person=entry.person,
        note=entry.note or "",
        reason=reason_said(entry.reason, run) if entry.reason else "",
        cause=sentence(entry.cause) if entry.cause else "",
    )


def entry_json(entry: RunEntry, run: ImportRun) -> dict[str, Any]:
    """Return an entry of a run for scripts, in English. What cannot be read is None or empty.

    The note of an entry with a timelog is None, as the timelog alone has it.
    """
    with reading(ENGLISH):
        return {
            "id": entry.entry_id,
            "date": entry.spent_on.isoformat() if entry.spent_on else None,
            "minutes": entry.minutes,
            "project": entry.project,
            "task": entry.task,
            "person": entry.person,
            "note": entry.note,
            "reason": reason_name(entry.reason, run) if entry.reason else None,
            "cause": sentence(entry.cause) if entry.cause else None,
        }
