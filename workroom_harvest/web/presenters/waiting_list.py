"""The words for what waits, and its groups and entries as objects for scripts."""

from datetime import date
from typing import Any

from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.following_up.list_waiting import NamedEntry
from workroom_harvest.domain.use_cases.following_up.show_waiting import NamedGroup
from workroom_harvest.domain.waiting import GroupKind, GroupTally, Tally, WaitingGroup
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.names import short_name
from workroom_harvest.web.presenters.reasons import CORRECTIONS, NAMES
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import N_, say

LACKING = {
    GroupKind.PROJECT: SkipReason.PROJECT_NOT_MAPPED,
    GroupKind.TASK: SkipReason.TASK_NOT_MAPPED,
}
"""Why the entries of a project or task wait, whatever they waited for first."""

MONTHS = (
    N_("{day} January"),
    N_("{day} February"),
    N_("{day} March"),
    N_("{day} April"),
    N_("{day} May"),
    N_("{day} June"),
    N_("{day} July"),
    N_("{day} August"),
    N_("{day} September"),
    N_("{day} October"),
    N_("{day} November"),
    N_("{day} December"),
)
"""The days of each month within sentences."""


def reason_words(reason: SkipReason, lookback_days: int) -> str:
    """Return the reason's name for scripts, with the days that nights take entries of."""
    return f"Older than {lookback_days} days" if reason is SkipReason.TOO_OLD else NAMES[reason]


def reason_said(reason: SkipReason, lookback_days: int) -> str:
    """Return the reason's name for the reader, with the days that nights take entries of."""
    if reason is SkipReason.TOO_OLD:
        return say("Older than {days:# day|# days}", days=lookback_days)
    return say(NAMES[reason])


def group_reason(group: WaitingGroup) -> SkipReason:
    """Return why a group waits."""
    return group.reason or LACKING[group.kind]


def field(group: WaitingGroup, lookback_days: int) -> dict[str, str]:
    """Return the field, or the part of an address, that names the group."""
    if group.reason is None:
        return {str(group.kind): str(group.harvest_id)}
    return {str(group.kind): reason_words(group.reason, lookback_days)}


def group_json(one: NamedGroup, lookback_days: int) -> dict[str, Any]:
    """Return a group as JSON; `since` is the oldest day of work, or None."""
    group, tally = one.counted.group, one.counted.tally
    reason = reason_words(group_reason(group), lookback_days)
    return {
        "kind": str(group.kind),
        "harvest_id": group.harvest_id,
        "name": one.name or reason,
        "reason": reason,
        "mapped": one.counted.is_mapped,
        "entries": tally.entries,
        "minutes": tally.minutes,
        "since": tally.since.isoformat() if tally.since else None,
    }


def entry_json(one: NamedEntry, lookback_days: int) -> dict[str, Any]:
    """Return a waiting entry as JSON. What cannot be read is None or empty."""
    entry = one.entry
    return {
        "id": entry.entry_id,
        "date": entry.spent_on.isoformat() if entry.spent_on else None,
        "minutes": entry.minutes,
        "project": one.project,
        "task": one.task,
        "person": one.person,
        "note": entry.note,
        "reason": reason_words(entry.key.reason, lookback_days),
        "cause": sentence(entry.cause) if entry.cause else None,
    }


def how_much(tally: Tally, today: date) -> str:
    """Return the entries and hours of a tally, and since when, such as on `today` they are read."""
    if tally.since is None:
        return say("{entries:# entry|# entries}, {hours} h", **_sums(tally))
    return say("{entries:# entry|# entries}, {hours} h since {day}", **_sums(tally, today))


def correction(counted: GroupTally) -> str:
    """Return what to correct where no further try brings entries in, or an empty text."""
    reason, lasting = counted.group.reason, counted.tally.lasting
    if not lasting or reason is None or reason not in CORRECTIONS:
        return ""
    words = say(CORRECTIONS[reason])
    if lasting == counted.tally.entries:
        return words
    return say("{count} of these: {what}", count=lasting, what=words)


def waits_now(name: str, tally: Tally, today: date) -> str:
    """Return that the entries of a project or task that was mapped just now wait."""
    told = {"name": short_name(name), **_sums(tally, today)}
    if tally.since is None:
        return say(
            "{name}: {entries:# entry|# entries}, {hours} h {entries:is|are} waiting.", **told
        )
    return say(
        "{name}: {entries:# entry|# entries}, {hours} h {entries:is|are} waiting since {day}.",
        **told,
    )


def waits_in_all(tally: Tally, today: date) -> str:
    """Return how much waits in a studio."""
    if not tally.entries:
        return say("Nothing waits.")
    told = _sums(tally, today)
    if tally.since is None:
        return say(
            "In all, {entries:# entry|# entries}, {hours} h {entries:is|are} waiting.", **told
        )
    return say(
        "In all, {entries:# entry|# entries}, {hours} h {entries:is|are} waiting since {day}.",
        **told,
    )


def _sums(tally: Tally, today: date | None = None) -> dict[str, str | int]:
    since = day_of_year(tally.since, today) if tally.since and today else ""
    return {"entries": tally.entries, "hours": hours(tally.minutes), "day": since}


def day_of_year(when: date, today: date) -> str:
    """Return a day such as 15 June, with its year unless that is the year of `today`."""
    on = say(MONTHS[when.month - 1], day=str(when.day))
    return on if when.year == today.year else say("{day} {year}", day=on, year=str(when.year))
