"""The words of an entry's story: its state, and a dated sentence for each thing that happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry, Standing, Written
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.auditing.show_entry import EntryStory, HostNames
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.hours import decimal_hours
from workroom_harvest.web.presenters.reasons import NAMES
from workroom_harvest.web.presenters.sentences import sentence

LEFT_OUT = "left out"
"""The state of an entry that waits, and whose project or task was left out on purpose."""


def state(story: EntryStory) -> str:
    """Return the state as pages and scripts know it."""
    return LEFT_OUT if story.is_left_out else _word(story.entry.standing.state)


def as_json(story: EntryStory) -> dict[str, Any]:
    """Return the story as JSON for scripts; `story` are sentences in the order of what happened."""
    return {"id": story.entry.id, "state": state(story), "story": lines(story)}


def listed(entry: KnownEntry) -> dict[str, Any]:
    """Return an entry of a list, as JSON and as a row of the page."""
    said, reason = entry.said, entry.standing.reason
    return {
        "id": entry.id,
        "date": said.spent_on.isoformat() if said else None,
        "minutes": said.minutes if said else None,
        "state": _word(entry.standing.state),
        "reason": NAMES[reason] if reason else None,
    }


def lines(story: EntryStory) -> Sequence[str]:
    """Return a sentence for each thing that happened, with its date, and for what holds now."""
    return [*past(story), *now(story)]


def past(story: EntryStory) -> Iterator[str]:
    """Yield a sentence for each thing that happened, with its date."""
    entry, log = story.entry, story.entry.written
    first = story.events[0].before if story.events else entry.standing
    began_waiting = first.state is EntryState.WAITING
    ending = f", and it waited: {_why(first)}" if began_waiting else ""
    yield f"{_at(entry.listed_at)}: Harvest listed it for the first time{ending}."
    if not began_waiting and log is not None and story.names is not None:
        yield f"{_at(log.at)}: {_imported(log, story.names)}"
    elif not began_waiting:
        # Without a timelog nothing else is kept of the import that brought it in at once.
        yield f"{_at(entry.listed_at)}: imported."
    for event in story.events:
        is_import = event.after.state is EntryState.IMPORTED and not event.before.state.has_timelog
        if is_import and log is not None and story.names is not None:
            again = "brought back, " if event.before.state is EntryState.DELETED else ""
            yield f"{_at(event.at)}: {again}{_imported(log, story.names)}"
        else:
            yield f"{_at(event.at)}: {_changed(event)}, {_by(event)} {event.run_id[:8]}."


def now(story: EntryStory) -> Iterator[str]:
    """Yield a sentence for each thing that holds now."""
    entry, said, log = story.entry, story.entry.said, story.entry.written
    if said is not None:
        verb = "has" if entry.standing.state.is_in_harvest else "had"
        names = story.harvest_names
        where = ", ".join(_named(kind, names[kind]) for kind in ItemKind if kind in names)
        yield (
            f"Harvest {verb} it on {said.spent_on}, with {decimal_hours(said.hundredths)} hours "
            f"({hours(said.minutes)} h): {where}."
        )
    if log is not None and story.names is not None:
        names_here = f"{story.names.project}, {story.names.activity_type}, {story.names.member}"
        yield (
            f"Its timelog was written on {log.spent_on}, with {hours(log.minutes)} h: {names_here}."
        )
    if story.owner is not None:
        yield (
            f"It went to the designer who connected, and its owner is known by now: {story.owner}. "
            "Corrections can move the timelog."
        )
    if entry.cause is not None:
        yield f"It waits because of this: {sentence(entry.cause)}"
    if story.is_left_out:
        yield "Its project or task was left out on purpose."
    if story.is_frozen:
        yield (
            "It belongs to a Harvest account that is not connected now, so nothing happens to it."
        )


def _named(kind: ItemKind, name: str) -> str:
    """Return the name, with the kind before an id, which stands where no name is known."""
    return f"{kind} {name}" if name.isdecimal() else name


def _imported(log: Written, names: HostNames) -> str:
    by = f", started by {names.by}" if names.by else ""
    owner = " It went to the designer who connected." if log.fell_back else ""
    return f"imported by import {log.run_id[:8]}{by}.{owner}"


def _changed(event: EntryEvent) -> str:
    match event.after.state:
        case EntryState.WAITING:
            return f"it waits: {_why(event.after)}"
        case EntryState.CHANGED:
            return "changed in Harvest after its import"
        case EntryState.GONE | EntryState.ORPHANED:
            if event.before.state is EntryState.ORPHANED:
                return "its timelog is no longer in Workroom either"
            return "no longer in Harvest"
        case EntryState.DELETED:
            return "its timelog was deleted in Workroom"
        case EntryState.UNDONE:
            return "its import was undone, and its timelog removed"
        case _ if event.before.state is EntryState.CHANGED:
            return "Workroom and Harvest have the same values again"
        case _ if event.before.state.has_timelog:
            return "in Harvest again as it was imported"
        case _:
            return "imported"


def _by(event: EntryEvent) -> str:
    """Return which run did it or found it, as far as the change alone tells its kind."""
    before, after = event.before.state, event.after.state
    if after is EntryState.UNDONE:
        return "by undo"
    if after is EntryState.IMPORTED:
        # A correction does it, too.
        return "by run" if before.has_timelog else "by import"
    if before is EntryState.ORPHANED and after is EntryState.GONE:
        return "by run"
    return "found by import"


def _word(state: EntryState) -> str:
    """Return a state by its word for people, to whom gone is gone, with or without a timelog."""
    return str(EntryState.GONE if state is EntryState.ORPHANED else state)


def _why(standing: Standing) -> str:
    return NAMES[standing.reason] if standing.reason else "for a reason that is not known here"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
