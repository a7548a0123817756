"""The API: below /v2, and below /api/v2 as the recordings' addresses have it.

Source: https://help.getharvest.com/api-v2/introduction/overview/general/ for what every call needs.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, g, request

from demo.harvest import entries, lists, timers
from demo.harvest.access import granted, named
from demo.harvest.errors import RefusedError, bare, invalid_token, not_found, too_many
from demo.harvest.misbehaviour import misbehave
from demo.harvest.models import User
from demo.harvest.paging import asked
from demo.harvest.state import Grant, State, state

View = Callable[..., Response]


def blueprint(name: str) -> Blueprint:
    """The API's routes; made once for each of its two addresses."""
    api = Blueprint(name, __name__)

    def route(path: str, endpoint: str, view: View, *methods: str) -> None:
        guarded = _guarded(endpoint.split(".")[0], view)
        api.add_url_rule(path, endpoint.replace(".", "__"), guarded, methods=methods or ("GET",))

    route("/users/me", "me", lists.me)
    route("/users/me/project_assignments", "project_assignments", lists.my_assignments)
    route("/users", "users", lists.users)
    route("/users/<int:one>", "users.one", lists.user)
    route("/users/<int:one>/project_assignments", "project_assignments.one", lists.assignments)
    route("/projects", "projects", lists.projects)
    route("/projects/<int:one>", "projects.one", lists.project)
    route("/tasks", "tasks", lists.tasks)
    route("/tasks/<int:one>", "tasks.one", lists.task)
    route("/clients", "clients", lists.clients)
    route("/clients/<int:one>", "clients.one", lists.client)
    route("/company", "company", lists.company)
    route("/time_entries", "time_entries", entries.entries)
    route("/time_entries/<int:one>", "time_entry", entries.entry)
    route("/time_entries", "create", timers.create, "POST")
    route("/time_entries/<int:one>", "delete", timers.delete, "DELETE")
    route("/time_entries/<int:one>/stop", "stop", timers.stop, "PATCH")
    route("/time_entries/<int:one>/restart", "restart", timers.restart, "PATCH")
    api.after_request(_marked)
    return api


def _marked(response: Response) -> Response:
    """What the real Harvest puts on its answers, by recordings."""
    response.headers["X-Request-Id"] = uuid4().hex
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response


def _guarded(endpoint: str, view: View) -> View:
    """Authentication, the limit, latency, counting and faults around a view."""

    @wraps(view)
    def answer(**arguments: Any) -> Response:
        held = state()
        try:
            grant = _authenticated(held, endpoint)
            if held.too_many(grant.access):
                raise RefusedError(too_many(15.0 if held.config.retry_after else None))
            if held.config.latency:
                time.sleep(held.config.latency)
            page = asked().page if not arguments else 1
            fault = held.struck(endpoint, page, g.account_id)
            if fault is not None:
                hang = held.config.hang_seconds
                return misbehave(fault.kind, lambda: view(**arguments), bare, hang)
            return view(**arguments)
        except RefusedError as refused:
            return refused.response

    return answer


def _authenticated(held: State, endpoint: str) -> Grant:
    held.count(endpoint, request.headers)
    named()
    grant = granted()
    wanted = request.headers.get("Harvest-Account-Id") or request.args.get("account_id")
    if not wanted:
        raise RefusedError(invalid_token())
    if wanted not in map(str, grant.account_ids):
        raise RefusedError(not_found())
    g.account_id = int(wanted)
    g.user = _user_in(held, grant.user, g.account_id)
    return grant


def _user_in(held: State, user: User, account_id: int) -> User:
    """The person as a user of the account; one e-mail address may be in several."""
    for one in held.world.users.values():
        if one.account_id == account_id and one.email.lower() == user.email.lower():
            return one
    raise RefusedError(not_found())
