"""The result panel of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.time_left import time_left
from workroom_harvest.domain.use_cases.following_up.group_skipped import SkippedGroups
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters import differences, grant, owners, reasons, waiting
from workroom_harvest.web.presenters.duration import hours, left
from workroom_harvest.web.presenters.headline import (
    days_of,
    empty_note,
    headline,
    status_word,
    window,
)
from workroom_harvest.web.presenters.kinds import WORDS, Words, words_for
from workroom_harvest.web.presenters.losses import known_losses
from workroom_harvest.web.presenters.mood import Mood, mood
from workroom_harvest.web.presenters.shares import Share, shares
from workroom_harvest.web.presenters.skipped_lines import (
    NO_GROUPS,
    NOTHING,
    Skipped,
    SkippedLine,
    on_purpose,
    skipped_lines,
)
from workroom_harvest.web.words import moment, say


@dataclass(frozen=True, slots=True)
class Panel:
    """The result panel of a run, or of a preview.

    `stage` changes when there is something new to hear, which each entry that was read is not.
    `left` is how long it still takes, empty where nobody knows.
    `mood` chooses its colours. `came_in` is how much an import brought in, empty where that was
    nothing or is not known yet, and `bar` what became of its entries. `share` is how much was
    read, in per cent, or None if Harvest did not say how much there is. `warnings` are sentences
    about the whole run. `fell_back` are the people whose entries went to the designer who
    connected, those with most entries first, and `fell_back_heading` is the line above them.
    `losses` is a sentence about what was imported before, where no line about that has it.
    `origin` says who started the run and when, and is empty where nobody asks; `short_name` says
    which run it is.
    `days` are those whose hours it may have changed, or None where it has none, or changes nothing.
    `timelogs` is the address of the host's page of what came in, or empty. `words` are those of
    its kind.
    """

    run_id: str
    is_preview: bool
    status: str
    stage: str
    left: str
    mood: Mood
    is_over: bool
    is_resting: bool
    came_in: str
    headline: str
    window: str
    failure: str | None
    warnings: Sequence[str]
    note: str | None
    skipped: Sequence[SkippedLine]
    fell_back_heading: str
    fell_back: Sequence[owners.FallbackPerson]
    share: int | None
    bar: Sequence[Share]
    losses: str
    origin: str
    short_name: str
    days: Days | None
    timelogs: str
    words: Words


def panel(
    run: ImportRun,
    now: datetime,
    skipped: Skipped = NOTHING,
    who: str = "",
    groups: SkippedGroups = NO_GROUPS,
    timelogs: str = "",
) -> Panel:
    """Return the panel of a run, in the guide's form, as of `now` (UTC).

    `skipped` are the entries to list, by reason, `who` is the name of whoever started it, and
    `groups` are the projects and tasks that lacked a mapping. `timelogs` is the address of the
    host's page of what came in.
    """
    left_out = on_purpose(groups)
    note, rest = waiting.note(run, now) or empty_note(run), time_left(run, now)
    return Panel(
        run_id=run.id,
        is_preview=run.is_preview,
        status=status_word(run),
        stage=_stage(run, note),
        left=left(rest) if rest else "",
        mood=mood(run, left_out),
        is_over=run.is_over,
        is_resting=run.is_resting,
        came_in=_came_in(run),
        headline=headline(run),
        window=window(run),
        failure=reasons.failure(run),
        warnings=[
            *([grant.sees_less(run.progress)] if run.progress.sees_less else []),
            *differences.sentences(run),
        ],
        note=note,
        skipped=skipped_lines(run, skipped, groups),
        fell_back_heading=owners.fell_back_heading(run),
        fell_back=owners.people(run),
        share=_share(run),
        bar=shares(run, left_out),
        losses=_losses(run),
        origin=say("{who}, {time}", who=who, time=moment(run.created_at, now)) if who else "",
        short_name=say(words_for(run).short, id=run.id[:8]),
        days=None if run.is_preview else days_of(run.request.window),
        timelogs=timelogs,
        words=words_for(run),
    )


def timelogs_address(pattern: str | None, run: ImportRun) -> str:
    """Return where the host shows what an import brought in; empty where there is nothing to show.

    `pattern` is the host's address, in which `{from}` and `{to}` stand for days.
    """
    if pattern is None or run.request.kind in WORDS or not (run.is_over and run.progress.imported):
        return ""
    days = days_of(run.request.window)
    if days is None:
        return "" if "{" in pattern else pattern
    return pattern.replace("{from}", str(days.first)).replace("{to}", str(days.last))


def _stage(run: ImportRun, note: str | None) -> str:
    """Return what a run is at: its status, each quarter of what is to be read, and what it says."""
    quarter = "" if run.is_over else f" {(_share(run) or 0) // 25}"
    return f"{run.status}{quarter}{f': {note}' if note else ''}"


def _came_in(run: ImportRun) -> str:
    done = run.progress
    if run.request.kind in WORDS or not (run.is_over and done.imported):
        return ""
    return say(
        "{count:# entry|# entries}, {hours} h", count=done.imported, hours=hours(done.minutes)
    )


def _losses(run: ImportRun) -> str:
    """Return what is to be known of former imports, where no line about those says it."""
    has_line = run.picks or run.progress.skipped.get(SkipReason.ALREADY_IMPORTED)
    return "" if has_line else known_losses(run)


def _share(run: ImportRun) -> int | None:
    announced = run.progress.announced.entries
    return min(100, 100 * run.read // announced) if announced else None
