"""The projects and tasks that can be mapped, from the fullest lists that the user may read."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.client import HarvestClient
from workroom_harvest.adapters.harvest.lists import all_pages
from workroom_harvest.adapters.harvest.payloads import Part
from workroom_harvest.domain.errors import Forbidden, ResourceMissing
from workroom_harvest.domain.ports.harvest import Credentials, HarvestCatalogue, HarvestItem

T = TypeVar("T")


def read_catalogue(
    client: HarvestClient, key: Credentials, before_attempt: Callable[[], None]
) -> HarvestCatalogue:
    """Return the active projects and tasks. `before_attempt` is called before each attempt.

    If the user may not read a full list (/v2/projects, /v2/tasks), it is made of their own
    assignments (/v2/users/me/project_assignments), and the catalogue is partial. Raise what the
    port `HarvestApi` lists.
    """

    def pages(path: str, active: bool, read: Callable[[bytes], Part[T]]) -> list[T]:
        params = {"is_active": "true"} if active else {}
        return all_pages(client, key, path, params, read, before_attempt)

    def full(
        path: str, read: Callable[[bytes], Part[list[HarvestItem]]]
    ) -> list[HarvestItem] | None:
        try:
            found = pages(path, True, read)
        except (Forbidden, ResourceMissing):
            return None
        return _unique(item for page in found for item in page)

    projects = full("projects", payloads.projects)
    tasks = full("tasks", payloads.tasks)
    if projects is not None and tasks is not None:
        return HarvestCatalogue(projects, tasks)
    assigned = pages("users/me/project_assignments", False, payloads.assignments)
    own = [pair for page in assigned for pair in page]
    if projects is None:
        projects = _unique(project for project, _ in own)
    if tasks is None:
        tasks = _unique(task for _, found in own for task in found)
    return HarvestCatalogue(projects, tasks, partial=True)


def _unique(items: Iterable[HarvestItem]) -> list[HarvestItem]:
    """Return each project or task once, by its id."""
    return list({item.id: item for item in items}.values())
