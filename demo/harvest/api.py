"""The API: below /v2, and below /api/v2 as the recordings' addresses have it."""

import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from demo.harvest import records
from demo.harvest.errors import RefusedError, bare, invalid_token, message, not_found, too_many
from demo.harvest.faults import misbehave
from demo.harvest.paging import as_json, asked, listed
from demo.harvest.state import Grant, State, state
from demo.harvest.world import Entry, User

View = Callable[..., Response]
DENIED = "Not authorized!"
BLANK = (
    "Project can't be blank, Task can't be blank, Spent date can't be blank, "
    "Spent date is not a valid date"
)


def blueprint(name: str) -> Blueprint:
    """The API's routes; made once for each of its two addresses."""
    api = Blueprint(name, __name__)

    def route(path: str, endpoint: str, view: View, *methods: str) -> None:
        guarded = _guarded(endpoint.split(".")[0], view)
        api.add_url_rule(path, endpoint.replace(".", "_"), guarded, methods=methods or ("GET",))

    route("/users/me", "me", me)
    route("/users/me/project_assignments", "project_assignments", assignments)
    route("/users", "users", users)
    route("/users/<int:one>", "users.one", user)
    route("/projects", "projects", projects)
    route("/projects/<int:one>", "projects.one", project)
    route("/tasks", "tasks", tasks)
    route("/tasks/<int:one>", "tasks.one", task)
    route("/clients", "clients", clients)
    route("/company", "company", company)
    route("/time_entries", "time_entries", entries)
    route("/time_entries/<int:one>", "time_entry", entry)
    route("/time_entries", "create", create, "POST")
    route("/time_entries/<int:one>", "delete", delete, "DELETE")
    route("/time_entries/<int:one>/stop", "stop", stop, "PATCH")
    return api


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
            for fault in held.faults:
                if fault.strikes(endpoint, page):
                    return misbehave(fault.kind, lambda: view(**arguments), bare)
            return view(**arguments)
        except RefusedError as refused:
            return refused.response

    return answer


def _authenticated(held: State, endpoint: str) -> Grant:
    held.count(endpoint, request.headers)
    if not request.headers.get("User-Agent", "").strip():
        raise RefusedError(Response(b"", 400, mimetype="text/html"))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = request.args.get("access_token", "")
    grant = held.by_access.get(token.strip())
    if grant is None or grant.expires_at <= held.now().timestamp():
        raise RefusedError(invalid_token())
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


def _money() -> bool:
    return bool(g.user.role != "member")


def _managers_only() -> None:
    if g.user.role == "member":
        raise RefusedError(message(403, DENIED))


def _since() -> datetime | None:
    """`updated_since`: strict, whole seconds; a blank between date and time is refused."""
    text = request.args.get("updated_since")
    if not text:
        return None
    try:
        if not re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$", text):
            raise ValueError(text)
        since = datetime.fromisoformat(text)
    except ValueError:
        problem = f'Invalid updated_since datetime provided: "{text}"'
        raise RefusedError(message(400, problem)) from None
    return since.replace(tzinfo=since.tzinfo or UTC)


def _active(found: Sequence[Any]) -> Sequence[Any]:
    wanted = request.args.get("is_active")
    _since()
    return (
        found if wanted is None else [one for one in found if one.is_active == (wanted == "true")]
    )


def me() -> Response:
    """The asker; anybody may."""
    return jsonify(records.user(g.user, money=_money()))


def assignments() -> Response:
    """The asker's own active projects with their tasks; anybody may."""
    return listed("project_assignments", records.assignments(state().world, g.account_id), as_json)


def users() -> Response:
    """All users, inactive ones too unless asked."""
    _managers_only()
    found = _active(state().world.of(g.account_id, state().world.users.values()))
    return listed("users", found, lambda one: as_json(records.user(one, money=True)))


def projects() -> Response:
    """All projects, archived ones too unless asked."""
    _managers_only()
    found = _active(state().world.of(g.account_id, state().world.projects.values()))
    return listed("projects", found, lambda one: as_json(records.project(one)))


def tasks() -> Response:
    """All tasks, archived ones too unless asked."""
    _managers_only()
    found = _active(state().world.of(g.account_id, state().world.tasks.values()))
    return listed("tasks", found, lambda one: as_json(records.task(one)))


def clients() -> Response:
    """All clients."""
    _managers_only()
    return listed("clients", records.clients(state().world, g.account_id), as_json)


def company() -> Response:
    """The account."""
    _managers_only()
    return jsonify(records.company(state().world.accounts[g.account_id].name))


def _one(found: dict[int, Any], one: int) -> Any:
    _managers_only()
    if one not in found or found[one].account_id != g.account_id:
        raise RefusedError(not_found())
    return found[one]


def user(one: int) -> Response:
    """A user."""
    return jsonify(records.user(_one(state().world.users, one), money=True))


def project(one: int) -> Response:
    """A project."""
    return jsonify(records.project(_one(state().world.projects, one)))


def task(one: int) -> Response:
    """A task."""
    return jsonify(records.task(_one(state().world.tasks, one)))


def _day(name: str) -> date | None:
    """`from` and `to`: what is no date is silently ignored, as observed."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _wanted() -> Sequence[Entry]:
    held = state().world.entries[g.account_id]
    first, last, since = _day("from"), _day("to"), _since()
    running = request.args.get("is_running")
    numbers = {
        key: int(request.args[key])
        for key in ("user_id", "project_id", "task_id")
        if request.args.get(key, "").isdigit()
    }
    if g.user.role == "member":
        numbers["user_id"] = g.user.id
    if not (first or last or since or running or numbers):
        return held
    return [
        one
        for one in held
        if (first is None or one.spent_on >= first)
        and (last is None or one.spent_on <= last)
        and (since is None or one.updated_at > since)
        and (running is None or one.is_running == (running == "true"))
        and all(getattr(one, key) == value for key, value in numbers.items())
    ]


_cache: dict[tuple[Any, ...], Sequence[Entry]] = {}


def entries() -> Response:
    """Everybody's entries; a Member gets their own."""
    world = state().world
    kept = tuple(sorted((k, v) for k, v in request.args.items() if k not in ("cursor", "page")))
    key = (id(world), world.version, g.account_id, g.user.id, kept)
    found = _cache.get(key)
    if found is None:
        # One window is read page after page: sorting a million out once is enough.
        _cache.clear()
        found = _cache[key] = _wanted()
    money = _money()
    return listed("time_entries", found, lambda one: world.render(one, money=money))


def _own(one: int) -> Entry:
    found = state().world.find(g.account_id, one)
    if found is None or (g.user.role == "member" and found.user_id != g.user.id):
        raise RefusedError(not_found())
    return found


def _shown(found: Entry, status: int = 200) -> Response:
    body = state().world.render(found, money=_money())
    return Response(body, status, mimetype="application/json; charset=utf-8")


def entry(one: int) -> Response:
    """An entry."""
    return _shown(_own(one))


def create() -> Response:
    """A new entry of the asker; without hours, or with none, a timer starts."""
    world, given = state().world, request.get_json(silent=True) or request.form
    project_, task_ = (
        world.projects.get(int(given.get("project_id") or 0)),
        world.tasks.get(int(given.get("task_id") or 0)),
    )
    try:
        day = date.fromisoformat(str(given.get("spent_date")))
    except ValueError:
        day = None
    if project_ is None or task_ is None or day is None:
        return message(422, BLANK)
    hours = str(given.get("hours") or "0.0")
    made = world.entry(
        g.user,
        project_,
        task_,
        day,
        hours,
        given.get("notes"),
        running=float(hours) == 0,
        updated_at=state().now(),
    )
    response = _shown(made, 201)
    response.headers["Location"] = f"/api/v2/time_entries/{made.id}"
    return response


def delete(one: int) -> Response:
    """Delete an entry: it leaves no trace in `updated_since`."""
    state().world.remove(g.account_id, _own(one).id)
    return jsonify({})


def stop(one: int) -> Response:
    """Stop a timer."""
    found = _own(one)
    if not found.is_running:
        return message(422, "can't stop a stopped timer")
    return _shown(state().world.edit(found, state().now(), is_running=False))
