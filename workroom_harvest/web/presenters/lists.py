"""The line about Harvest's lists of projects and tasks: how old they are, and what is new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.errors import HarvestError, HarvestImportError, ReconnectNeeded
from workroom_harvest.domain.read_lists import ReadLists
from workroom_harvest.domain.use_cases.mapping.refresh_lists import ListChanges
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.words import N_, moment, say

CHANGED: Mapping[tuple[bool, bool], str] = {
    (True, True): N_(
        "Harvest has {projects:# new project|# new projects} and {tasks:# new task|# new tasks}."
    ),
    (True, False): N_("Harvest has {projects:# new project|# new projects}."),
    (False, True): N_("Harvest has {tasks:# new task|# new tasks}."),
    (False, False): N_("Harvest's projects and tasks changed."),
}
"""What changed in the lists, by whether there are new projects and new tasks."""


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
    return moment(lists.read_at) if lists.read_at else ""


def changed(changes: ListChanges) -> ListsLine:
    """Return the line about lists that differ from those on the page."""
    projects, tasks = changes.new_projects, changes.new_tasks
    what = CHANGED[bool(projects), bool(tasks)]
    told = say(what, projects=projects, tasks=tasks)
    next_step = say("Reload the page to see that. Save first what you have chosen.")
    return ListsLine(f"{told} {next_step}", reload=True)


def unanswered(lists: ReadLists, since: datetime) -> ListsLine:
    """Return the line about lists that Harvest was asked for in vain a moment ago."""
    silent = say("Harvest has not answered since {time}.", time=moment(since))
    return ListsLine(f"{silent} {_these(lists)}")


def not_read(error: HarvestImportError, lists: ReadLists) -> ListsLine:
    """Return the line about lists that could not be read again."""
    if isinstance(error, HarvestError):
        return ListsLine(f"{_these(lists)} {error_sentence(error)}")
    return ListsLine(
        f"{error_sentence(error)} {_these(lists)}", reconnect=isinstance(error, ReconnectNeeded)
    )


def _these(lists: ReadLists) -> str:
    return say("These are Harvest's projects and tasks as of {time}.", time=as_of(lists))
