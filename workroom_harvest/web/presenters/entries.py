"""The entries of a run, as objects for scripts, as rows of CSV and for the page."""

from typing import Any

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked
from workroom_harvest.domain.use_cases.reporting.run_entries import RunEntry
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.presenters.reasons import reason_name
from workroom_harvest.web.presenters.sentences import sentence

COLUMNS = ("id", "date", "minutes", "project", "task", "person", "note", "reason", "cause")
"""The keys of an entry, which are the columns of the CSV as well."""


def entries_heading(run: ImportRun, asked: Asked) -> str:
    """Return the heading of the list of those entries of a run."""
    words = words_for(run)
    return (words.done_list if asked.imported else words.left_list).capitalize()


def entry_json(entry: RunEntry, run: ImportRun) -> dict[str, Any]:
    """Return an entry of a run. What cannot be read is None or empty.

    The note of an entry with a timelog is None, as the timelog alone has it.
    """
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
