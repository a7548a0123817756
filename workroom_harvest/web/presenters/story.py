"""The words of an entry's story: its state, and a dated sentence for each thing that happened."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry, Standing
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.auditing.show_entry import EntryStory
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.hours import decimal_hours
from workroom_harvest.web.presenters.reasons import NAMES
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.presenters.story_sentences import (
    IDS,
    IMPORTED,
    IN_HARVEST,
    LEFT_OUT,
    STATES,
    what_happened,
)
from workroom_harvest.web.words import day, moment, numeral, reader, reading, say


def state(story: EntryStory) -> str:
    """Return the state as scripts know it."""
    return LEFT_OUT if story.is_left_out else STATES[story.entry.standing.state]


def as_json(story: EntryStory) -> dict[str, Any]:
    """Return the story as JSON for scripts; `story` are sentences in the order of what happened."""
    return {"id": story.entry.id, "state": state(story), "story": lines(story)}


def listed(entry: KnownEntry) -> dict[str, Any]:
    """Return an entry of a list as JSON."""
    said, reason = entry.said, entry.standing.reason
    return {
        "id": entry.id,
        "date": said.spent_on.isoformat() if said else None,
        "minutes": said.minutes if said else None,
        "state": STATES[entry.standing.state],
        "reason": NAMES[reason] if reason else None,
    }


def lines(story: EntryStory) -> Sequence[str]:
    """Return a sentence for each thing that happened, with its date, and for what holds now."""
    return [*past(story), *now(story)]


def past(story: EntryStory) -> Sequence[str]:
    """Return a sentence for each thing that happened, with its date, whenever it is read."""
    with reading(replace(reader(), now=None)):
        return list(_past(story))


def _past(story: EntryStory) -> Iterator[str]:
    entry = story.entry
    first = story.events[0].before if story.events else entry.standing
    listed_at = moment(entry.listed_at)
    if first.state is EntryState.WAITING:
        yield say(
            "{time}: Harvest listed it for the first time, and it waited: {reason}.",
            time=listed_at,
            reason=_why(first),
        )
    else:
        yield say("{time}: Harvest listed it for the first time.", time=listed_at)
        # Without a timelog nothing else is kept of the import that brought it in at once.
        yield _imported(story) or say("{time}: imported.", time=listed_at)
    for event in story.events:
        before, after = event.before.state, event.after.state
        is_import = after is EntryState.IMPORTED and not before.has_timelog
        told = _imported(story, event) if is_import else None
        yield told or say(
            what_happened(event),
            time=moment(event.at),
            reason=_why(event.after),
            run=event.run_id[:8],
        )


def now(story: EntryStory) -> Iterator[str]:
    """Yield a sentence for each thing that holds now."""
    entry, said, log, here = story.entry, story.entry.said, story.entry.written, story.names
    if said is not None:
        names = story.harvest_names
        yield say(
            IN_HARVEST[entry.standing.state.is_in_harvest],
            day=day(said.spent_on),
            decimal=numeral(decimal_hours(said.hundredths)),
            hours=hours(said.minutes),
            names=", ".join(_named(kind, names[kind]) for kind in ItemKind if kind in names),
        )
    if log is not None and here is not None:
        yield say(
            "Its timelog was written on {day}, with {hours} h: {names}.",
            day=day(log.spent_on),
            hours=hours(log.minutes),
            names=", ".join((here.project, here.activity_type, here.member)),
        )
    if story.owner is not None:
        yield say(
            "It went to the designer who connected, and its owner is known by now: {name}. "
            "Corrections can move the timelog.",
            name=story.owner,
        )
    if entry.cause is not None:
        yield say("It waits because of this: {cause}", cause=sentence(entry.cause))
    if story.is_left_out:
        yield say("Its project or task was left out on purpose.")
    if story.is_frozen:
        yield say(
            "It belongs to a Harvest account that is not connected now, so nothing happens to it."
        )


def _named(kind: ItemKind, name: str) -> str:
    """Return the name, with the kind before an id, which stands where no name is known."""
    return say(IDS[kind], id=name) if name.isdecimal() else name


def _imported(story: EntryStory, event: EntryEvent | None = None) -> str | None:
    """Return how the timelog came in, by that event if there was one; None without a timelog."""
    log, names = story.entry.written, story.names
    if log is None or names is None:
        return None
    is_back = event is not None and event.before.state is EntryState.DELETED
    told = say(
        IMPORTED[is_back, bool(names.by)],
        time=moment(event.at if event else log.at),
        run=log.run_id[:8],
        name=names.by or "",
    )
    if not log.fell_back:
        return told
    fell_back = say("It went to the designer who connected.")
    return f"{told} {fell_back}"


def _why(standing: Standing) -> str:
    if standing.reason is None:
        return say("for a reason that is not known here")
    return say(NAMES[standing.reason])
