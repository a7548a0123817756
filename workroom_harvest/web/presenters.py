"""What the templates show: sentences and numbers, no decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workroom_harvest.domain.run import (
    ENTRIES_KEPT_PER_REASON,
    ImportRun,
    RunKind,
    RunStatus,
    SkippedEntry,
    SkipReason,
)
from workroom_harvest.web import reasons, waiting, who
from workroom_harvest.web.moods import Mood, empty, mood


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """One reason in the panel, with the entries it names and how many more there are."""

    reason: str
    count: int
    remedies: Sequence[str]
    entries: Sequence[SkippedEntry]
    more: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The result panel of a run; `share` is the per cent that was read, None if unknown.

    `mood` chooses its colours; `warnings` are sentences about the run as a whole; `fell_back` are
    the people whose entries went to the designer who connected, those with the most in front, and
    `fell_back_head` the line above them. `origin` says whether by hand or by night, when,
    and which run it was.
    """

    run_id: str
    status: str
    mood: Mood
    is_over: bool
    is_resting: bool
    headline: str
    window: str
    failure: str | None
    warnings: Sequence[str]
    remark: str | None
    skipped: Sequence[SkippedLine]
    fell_back_head: str
    fell_back: Sequence[who.Person]
    share: int | None
    origin: str


def panel(run: ImportRun, now: datetime) -> Panel:
    """The panel in the guide's form, as it stands at `now`."""
    return Panel(
        run_id=run.id,
        status=run.status,
        mood=mood(run),
        is_over=run.is_over,
        is_resting=run.is_resting,
        headline=headline(run),
        window=window(run),
        failure=reasons.failure(run),
        warnings=[who.sees_less(run)] if run.sees_less else [],
        remark=waiting.remark(run, now) or empty(run),
        skipped=[_line(run, reason) for reason in SkipReason if run.skipped.get(reason)],
        fell_back_head=who.went(run),
        fell_back=who.people(run),
        share=min(100, 100 * run.total // run.expected) if run.expected else None,
        origin=(
            f"{'Automated sync' if run.kind is RunKind.NIGHTLY else 'By hand'}, "
            f"{run.created_at:%Y-%m-%d %H:%M} UTC, import {run.id[:8]}"
        ),
    )


def headline(run: ImportRun) -> str:
    """The first line of the panel, without its window."""
    if run.status is RunStatus.QUEUED:
        return "Waiting to start the import"
    if run.is_resting and not run.pages:
        return "Waiting for the next try"
    if run.status is RunStatus.RUNNING:
        of = f" of {run.expected}" if run.expected else ""
        verb = "Waiting for the next try" if run.is_resting else "Importing"
        return f"{verb}: {run.total}{of} entries read so far"
    if run.status is RunStatus.FAILED and not run.imported:
        return "Nothing was imported"
    stopped = ", then stopped" if run.status is RunStatus.FAILED else ""
    return f"Imported {run.imported} of {run.total} entries{stopped}"


def last_night(run: ImportRun, now: datetime) -> str:
    """What the Connection card says of the newest night."""
    if run.is_resting:
        return waiting.resting(run, now)
    return f"{headline(run)}: {run.failure}" if run.failure else headline(run)


def window(run: ImportRun) -> str:
    """The days, or for a night since when."""
    if run.period is not None:
        return str(run.period)
    return f"changed since {run.updated_since:%Y-%m-%d %H:%M} UTC"


def _line(run: ImportRun, reason: SkipReason) -> SkippedLine:
    skipped_entries = [entry for entry in run.skipped_entries if entry.reason is reason]
    count = run.skipped[reason]
    more = count - len(skipped_entries) if len(skipped_entries) == ENTRIES_KEPT_PER_REASON else 0
    name, remedies = reasons.word(reason, run), reasons.remedies(reason, run)
    return SkippedLine(name, count, remedies, skipped_entries, more)


def as_json(run: ImportRun, html: str) -> dict[str, Any]:
    """A run for scripts: dates as ISO text, `skipped` by the guide's reasons, `html` the panel.

    `warnings` are sentences.
    """
    first, last = (run.period.first, run.period.last) if run.period else (None, None)
    return {
        "id": run.id,
        "kind": run.kind,
        "status": run.status,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "total": run.total,
        "imported": run.imported,
        "skipped": {
            reasons.word(reason, run): count for reason, count in run.skipped.items() if count
        },
        "failure": reasons.failure(run),
        "warnings": who.warnings(run),
        "remark": run.remark,
        "html": html,
    }


def as_text(run: ImportRun) -> str:
    """The panel for a terminal."""
    shown = panel(run, run.created_at)
    lines = [f"{shown.headline} ({shown.window})"]
    lines += [line for line in (shown.failure, *who.warnings(run), empty(run)) if line]
    if shown.skipped:
        lines.append("Skipped:")
        lines += [f"- {line.reason}: {line.count}" for line in shown.skipped]
    return "\n".join(lines)
