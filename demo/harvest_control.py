"""What people do in the local Harvest, and its clock, by its control addresses."""

from datetime import date
from typing import Any

import httpx

from demo.harvest.worlds import quiet_world
from demo.timesheets import Tracked


class HarvestControl:
    """A client of a local Harvest that was started with the quiet world."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/_control", timeout=60)
        # The same calls make the same world, so these are the ids that the server has.
        world = quiet_world(date.today())
        self._users = {one.name: one.id for one in reversed(world.users.values())}
        self._projects = {one.name: one.id for one in reversed(world.projects.values())}
        self._tasks = {one.name: one.id for one in reversed(world.tasks.values())}

    def close(self) -> None:
        """Close the client."""
        self._http.close()

    def set_clock(self, ahead: float) -> None:
        """Set Harvest's clock ahead by so many seconds, below 0 back."""
        self._post("/clock", {"ahead": ahead})

    def limit_requests(self, most: int) -> None:
        """Allow so many requests in 15 seconds, 0 for any number."""
        self._post("/config", {"rate_limit": most})

    def track(self, one: Tracked, *, is_running: bool = False) -> int:
        """Add a time entry, by choice one whose timer runs, and return its id."""
        answer = self._post(
            "/entries",
            {
                "user_id": self._users[one.person],
                "project_id": self._projects[one.project],
                "task_id": self._tasks[one.task],
                "spent_date": one.day.isoformat(),
                "hours": one.hours,
                "notes": one.note,
                "billable": one.is_billable,
                "is_running": is_running,
            },
        )
        return int(answer["id"])

    def edit(self, entry_id: int, **changes: str) -> None:
        """Change `hours` or `notes` of an entry."""
        self._http.patch(f"/entries/{entry_id}", json=changes).raise_for_status()

    def group(self, name: str) -> tuple[str, str]:
        """Return a project or task as a form of waiting entries names it: the field and the id."""
        if name in self._projects:
            return "project", str(self._projects[name])
        return "task", str(self._tasks[name])

    def _post(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._http.post(path, json=fields).raise_for_status().json()
        return answer
