"""A run as JSON for scripts, and as text for a terminal."""

from typing import Any

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters import differences, reasons, waiting
from workroom_harvest.web.presenters.grant import sees_less
from workroom_harvest.web.presenters.headline import days_of, empty_note, status_word
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.presenters.losses import known_losses
from workroom_harvest.web.presenters.owners import fell_back_sentence
from workroom_harvest.web.presenters.panel import panel
from workroom_harvest.web.words import ENGLISH, reading, say


def as_json(run: ImportRun) -> dict[str, Any]:
    """Return a run as JSON for scripts, in English whoever asks.

    Dates are ISO text or None. `skipped` and `skipped_minutes` map the guide's names of reasons to
    entries and minutes, and `warnings` are sentences. `changed`, `gone` and `deleted_here` are how
    many of the window's entries were so at that run.
    """
    with reading(ENGLISH):
        return _as_json(run)


def _as_json(run: ImportRun) -> dict[str, Any]:
    window, done = run.request.window, run.progress
    days = days_of(window)
    return {
        "id": run.id,
        "kind": run.request.kind,
        "status": status_word(run),
        "from": days.first.isoformat() if days else None,
        "to": days.last.isoformat() if days else None,
        "total": done.total,
        "imported": done.imported,
        "minutes": done.minutes,
        "skipped": {
            reasons.reason_name(reason, run): count
            for reason, count in done.skipped.items()
            if count
        },
        "skipped_minutes": {
            reasons.reason_name(reason, run): done.skipped_minutes.get(reason, 0)
            for reason, count in done.skipped.items()
            if count
        },
        "changed": done.changed,
        "gone": done.gone,
        "deleted_here": done.deleted,
        "failure": reasons.failure(run),
        "warnings": warnings(run),
        "differs": differences.as_json(run),
    }


def as_text(run: ImportRun) -> str:
    """Return the panel as lines of text for a terminal."""
    shown = panel(run, run.created_at)
    lines = [f"{shown.headline} ({shown.window})"]
    lines += [line for line in (shown.failure, *warnings(run), empty_note(run)) if line]
    if shown.skipped:
        lines.append(say(words_for(run).skipped))
        lines += [f"- {line.reason}: {line.count}" for line in shown.skipped]
    losses = known_losses(run)
    return "\n".join([*lines, losses] if losses else lines)


def warnings(run: ImportRun) -> list[str]:
    """Return the sentences about the whole run that its counts do not tell."""
    found = (sees_less(run.progress), fell_back_sentence(run), waiting.warnings(run))
    return [*(sentence for sentence in found if sentence), *differences.sentences(run)]
