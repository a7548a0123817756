"""The routes of the API."""

from uuid import uuid4

from flask import Blueprint, Response

from demo.harvest.api import entries, lists, timers
from demo.harvest.api.guard import View, guarded


def api_blueprint(name: str) -> Blueprint:
    """Return the routes of the API, one blueprint for each of its two addresses.

    They are /v2, and /api/v2, which the addresses in recorded answers have.
    """
    api = Blueprint(name, __name__)

    def route(path: str, endpoint: str, view: View, *methods: str) -> None:
        view_function = guarded(endpoint.split(".")[0], view)
        rule_name = endpoint.replace(".", "__")
        api.add_url_rule(path, rule_name, view_function, methods=methods or ("GET",))

    route("/users/me", "me", lists.me)
    route("/users/me/project_assignments", "project_assignments", lists.my_assignments)
    route("/users", "users", lists.users)
    route("/users/<int:user_id>", "users.one", lists.user)
    route("/users/<int:user_id>/project_assignments", "project_assignments.one", lists.assignments)
    route("/projects", "projects", lists.projects)
    route("/projects/<int:project_id>", "projects.one", lists.project)
    route("/tasks", "tasks", lists.tasks)
    route("/tasks/<int:task_id>", "tasks.one", lists.task)
    route("/clients", "clients", lists.clients)
    route("/clients/<int:client_id>", "clients.one", lists.client)
    route("/company", "company", lists.company)
    route("/time_entries", "time_entries", entries.entries)
    route("/time_entries/<int:entry_id>", "time_entry", entries.entry)
    route("/time_entries", "create", timers.create, "POST")
    route("/time_entries/<int:entry_id>", "delete", timers.delete, "DELETE")
    route("/time_entries/<int:entry_id>/stop", "stop", timers.stop, "PATCH")
    route("/time_entries/<int:entry_id>/restart", "restart", timers.restart, "PATCH")
    api.after_request(_add_headers)
    return api


def _add_headers(response: Response) -> Response:
    """Add the headers that recorded answers have."""
    response.headers["X-Request-Id"] = uuid4().hex
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response
