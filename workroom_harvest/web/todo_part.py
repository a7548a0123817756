"""The to-do list on the settings page, and what a save says of entries that wait."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from workroom_harvest.current import settings, use_cases
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview
from workroom_harvest.domain.use_cases.mapping.save_mappings import MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices, waiting_list
from workroom_harvest.web.presenters.todo import TodoLine, all_is_well, todo_lines
from workroom_harvest.web.words import say

MOST_NOTICES = 3
"""How many newly mapped projects and tasks have a notice of their own."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TodoPart:
    """The first items in words, the number of all, how much waits in words, and if any does.

    `well` says that all is well, and is empty where that is not so.
    """

    lines: Sequence[TodoLine]
    count: int
    waiting: str
    waits: bool
    well: str


def todo_part(studio_id: str, overview: Overview | None = None) -> TodoPart | None:
    """Return the to-do list of a connected studio for its settings page.

    The `overview` has the latest run and night, which are told where nothing is to be done. Return
    None on any error: what the host does not tell must not cost the whole page.
    """
    try:
        todo, today = use_cases().show_todo(studio_id), use_cases().today(studio_id)
    except Exception:
        log.exception("the settings page is drawn without the to-do list")
        return None
    return TodoPart(
        todo_lines(todo, today, settings().night_lookback_days),
        len(todo.items),
        waiting_list.waits_in_all(todo.waiting, today),
        bool(todo.waiting.entries),
        _well(overview) if overview and not todo.items else "",
    )


def _well(overview: Overview) -> str:
    return all_is_well(overview.latest_run, overview.latest_night)


def add_waiting_notices(studio_id: str, changes: MappingChanges) -> None:
    """Say of each project and task that was mapped just now what of it waits and could come in."""
    chosen = {
        WaitingGroup(kind, choice.harvest_id)
        for kind, choices in (
            (GroupKind.PROJECT, changes.projects),
            (GroupKind.TASK, changes.tasks),
        )
        for choice in choices
        if choice.chosen is not None
    }
    if not chosen:
        return
    found = [
        one
        for one in use_cases().show_waiting(studio_id).groups
        if one.counted.is_mapped and one.counted.group in chosen
    ]
    today = use_cases().today(studio_id)
    for one in found[:MOST_NOTICES]:
        words = waiting_list.waits_now(one.name, one.counted.tally, today)
        add_notice(words, kind="info", leads_to="waiting")
    if found[MOST_NOTICES:]:
        names = [one.name for one in found[MOST_NOTICES:]]
        add_notice(say(notices.MORE_WAITS), kind="info", names=names, leads_to="waiting")
