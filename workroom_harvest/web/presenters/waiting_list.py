"""The words of the waiting list, and its groups and entries as objects for scripts."""

from datetime import date
from typing import Any

from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.following_up.list_waiting import NamedEntry
from workroom_harvest.domain.use_cases.following_up.show_waiting import NamedGroup
from workroom_harvest.domain.waiting import GroupKind, GroupTally, Tally, WaitingGroup
from workroom_harvest.web.presenters.counts import entries
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.names import short_name
from workroom_harvest.web.presenters.reasons import CORRECTIONS, NAMES, REMEDIES, reason_of
from workroom_harvest.web.presenters.sentences import sentence

LACKING = {
    GroupKind.PROJECT: SkipReason.PROJECT_NOT_MAPPED,
    GroupKind.TASK: SkipReason.TASK_NOT_MAPPED,
}
"""Why the entries of a project or task wait, whatever they waited for first."""


def reason_words(reason: SkipReason, lookback_days: int) -> str:
    """Return the reason's name, with the days that nights take entries of."""
    return f"Older than {lookback_days} days" if reason is SkipReason.TOO_OLD else NAMES[reason]


def group_reason(group: WaitingGroup, lookback_days: int) -> str:
    """Return the words for why a group waits."""
    return reason_words(group.reason or LACKING[group.kind], lookback_days)


def remedy(reason: str) -> str:
    """Return what to do about a group that no mapping helps, by its reason in words."""
    known = reason_of(reason)
    return REMEDIES[known] if known else ""


def field(group: WaitingGroup, lookback_days: int) -> dict[str, str]:
    """Return the field, or the part of an address, that names the group."""
    words = str(group.harvest_id) if group.reason is None else group_reason(group, lookback_days)
    return {str(group.kind): words}


def group_json(one: NamedGroup, lookback_days: int) -> dict[str, Any]:
    """Return a group as JSON; `since` is the oldest day of work, or None."""
    group, tally = one.counted.group, one.counted.tally
    reason = group_reason(group, lookback_days)
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
    since = f" since {day(tally.since, today)}" if tally.since else ""
    return f"{entries(tally.entries)}, {hours(tally.minutes)} h{since}"


def correction(counted: GroupTally) -> str:
    """Return what to correct where no further try brings entries in, or an empty text."""
    reason, lasting = counted.group.reason, counted.tally.lasting
    if not lasting or reason is None:
        return ""
    words = CORRECTIONS.get(reason, "")
    return words if lasting == counted.tally.entries else f"{lasting} of these: {words}"


def waits_now(name: str, tally: Tally, today: date) -> str:
    """Return that the entries of a project or task that was mapped just now wait."""
    return f"{short_name(name)}: {_are_waiting(tally, today)}."


def waits_in_all(tally: Tally, today: date) -> str:
    """Return how much waits in a studio."""
    return f"In all, {_are_waiting(tally, today)}." if tally.entries else "Nothing waits."


def _are_waiting(tally: Tally, today: date) -> str:
    verb = "is" if tally.entries == 1 else "are"
    since = f" since {day(tally.since, today)}" if tally.since else ""
    return f"{entries(tally.entries)}, {hours(tally.minutes)} h {verb} waiting{since}"


def day(when: date, today: date) -> str:
    """Return a day such as 15 June, with its year unless that is the year of `today`."""
    year = "" if when.year == today.year else f" {when.year}"
    return f"{when.day} {when:%B}{year}"
