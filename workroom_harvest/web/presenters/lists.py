"""The line about Harvest's lists of projects and tasks: how old they are, and what is new."""

from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.errors import HarvestError, HarvestImportError, ReconnectNeeded
from workroom_harvest.domain.read_lists import ReadLists
from workroom_harvest.domain.use_cases.mapping.refresh_lists import ListChanges
from workroom_harvest.web.presenters.counts import count
from workroom_harvest.web.presenters.sentences import error_sentence


@dataclass(frozen=True, slots=True)
class ListsLine:
    """A sentence about the lists.

    `reload` offers to load the page again, because its table is not the newest, and `reconnect` to
    reconnect.
    """

    sentence: str
    reload: bool = False
    reconnect: bool = False


def as_of(lists: ReadLists) -> str:
    """Return when the lists were read, or an empty text if they never were."""
    return _time(lists.read_at) if lists.read_at else ""


def changed(changes: ListChanges) -> ListsLine:
    """Return the line about lists that differ from those on the page."""
    new = [
        count(number, noun)
        for number, noun in ((changes.new_projects, "new project"), (changes.new_tasks, "new task"))
        if number
    ]
    what = f"Harvest has {' and '.join(new)}" if new else "Harvest's projects and tasks changed"
    sentence = f"{what}: reload the page to see that. Save first what you have chosen."
    return ListsLine(sentence, reload=True)


def unanswered(lists: ReadLists, since: datetime) -> ListsLine:
    """Return the line about lists that Harvest was asked for in vain a moment ago."""
    return ListsLine(f"Harvest has not answered since {_time(since)}: {_these(lists)}.")


def not_read(error: HarvestImportError, lists: ReadLists) -> ListsLine:
    """Return the line about lists that could not be read again."""
    if isinstance(error, HarvestError):
        sentence = f"Harvest does not answer: {_these(lists)}. {error_sentence(error)}"
        return ListsLine(sentence)
    sentence = f"{error_sentence(error)} Until then {_these(lists)}."
    return ListsLine(sentence, reconnect=isinstance(error, ReconnectNeeded))


def _these(lists: ReadLists) -> str:
    return f"these are its projects and tasks as of {as_of(lists)}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
