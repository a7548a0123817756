"""The to-do list in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.todo import (
    EntriesDiffer,
    EntriesFellBack,
    GroupWaits,
    NightsFail,
    OwnerMissing,
    ReconnectDue,
)
from workroom_harvest.domain.use_cases.following_up.show_todo import TodoList
from workroom_harvest.domain.waiting import GroupKind, GroupTally
from workroom_harvest.web.presenters import corrections, counts, waiting_list
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.names import apart
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import N_, moment, say

MOST_SHOWN = 20
"""How many items the settings page lists; the waiting list has all that waits."""

OWNER_MISSING = N_(
    "The designer who connected can no longer be found in Workroom. Entries of people whom "
    "Workroom does not know will wait, as they have no owner. Change who is connected: the "
    "mappings stay."
)

IS_MAPPED = N_("{name} is mapped now: {much}.")
IS_NOT_MAPPED = N_("{name} is not mapped: {much}.")


@dataclass(frozen=True, slots=True)
class TodoLine:
    """An item of the list: a sentence, in which the name stands that is said again on its buttons.

    `group` is the field of a group that waits. `import_label` is what the button says that brings
    it in, empty where no import could; `may_leave_out` says that it could be left out or mapped.
    `may_reconnect` says that the connection is to be renewed, and `may_change_person` that somebody
    else should be connected. `leads_to` is the page to review it on, or empty, and `anchor` the
    part of that.
    """

    text: str
    name: str = ""
    group: dict[str, str] = field(default_factory=dict)
    import_label: str = ""
    may_leave_out: bool = False
    may_reconnect: bool = False
    may_change_person: bool = False
    leads_to: str = ""
    anchor: str | None = None


def all_is_well(latest: ImportRun | None, night: ImportRun | None) -> str:
    """Return that all is well, with what the latest night brought in; empty where that is not so.

    It is so once the latest run and the latest night finished, if there was any night.
    """
    if latest is None or latest.status is not RunStatus.FINISHED:
        return ""
    if night is None:
        return say("All is well.")
    if night.status is not RunStatus.FINISHED:
        return ""
    return say(
        "All is well. Last auto-sync {time}: {count:# entry|# entries}, {hours} h.",
        time=moment(night.started_at or night.created_at),
        count=night.progress.imported,
        hours=hours(night.progress.minutes),
    )


def todo_lines(todo: TodoList, today: date, lookback_days: int) -> Sequence[TodoLine]:
    """Return the first items of the list in words, as of `today`."""
    return list(_lines(todo, today, lookback_days))


def _lines(todo: TodoList, today: date, lookback_days: int) -> Iterator[TodoLine]:
    for item in todo.items[:MOST_SHOWN]:
        match item:
            case ReconnectDue(reason=reason):
                stays = say("Mappings, history and timelogs stay.")
                yield TodoLine(f"{sentence(Message(reason))} {stays}", may_reconnect=True)
            case OwnerMissing():
                yield TodoLine(say(OWNER_MISSING), may_change_person=True)
            case NightsFail(since=since):
                night = waiting_list.day_of_year(since, today)
                yield TodoLine(
                    say("Every night since {day} failed. Its result says why.", day=night)
                )
            case GroupWaits(group=counted):
                name = todo.names[counted.group]
                yield _group(name, counted, today, lookback_days)
            case EntriesDiffer(kind=kind, entries=entries):
                yield TodoLine(corrections.counted(kind, entries), leads_to="corrections")
            case EntriesFellBack(entries=entries, people=people):
                yield TodoLine(
                    say(
                        "{entries:# entry|# entries} of {people:one colleague|# colleagues} went "
                        "to the designer who connected: no Workroom user is known by "
                        "{people:that address|their addresses}.",
                        entries=entries,
                        people=people,
                    ),
                    leads_to="corrections",
                    anchor="wh-unknown-owners",
                )


def _group(name: str, counted: GroupTally, today: date, lookback_days: int) -> TodoLine:
    group = counted.group
    much = waiting_list.how_much(counted.tally, today)
    is_mappable = group.kind is not GroupKind.REASON
    if is_mappable:
        told = IS_MAPPED if counted.is_mapped else IS_NOT_MAPPED
        text = say(told, name=apart(name), much=much)
    else:
        reason = waiting_list.reason_said(waiting_list.group_reason(group), lookback_days)
        what = say("{reason}: {much}.", reason=reason, much=much)
        text = f"{what} {waiting_list.correction(counted)}".strip()
    return TodoLine(
        text,
        name,
        waiting_list.field(group, lookback_days),
        counts.import_these(counted.tally.entries) if counted.is_mapped else "",
        may_leave_out=is_mappable and not counted.is_mapped,
    )
