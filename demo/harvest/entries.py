"""Time entries as they are read.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ . The order, and
that a day which is none is ignored, are as recorded and observed.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

from flask import Response, g, request

from demo.harvest.access import limited, money, number, since, visible, yes_or_no
from demo.harvest.errors import RefusedError, not_found
from demo.harvest.models import Entry, User
from demo.harvest.paging import body_of, page_of, part_of
from demo.harvest.rendering import client
from demo.harvest.state import state

Test = Callable[[Entry], bool]
NO_FILTERS = ("cursor", "page", "per_page", "ref", "access_token")


def entries() -> Response:
    """Everybody's entries; a Member gets their own.

    Kept are the page's text, and the list it is a part of: one window is read page after page,
    and often again. A page with a running timer is another one each time.
    """
    held, world = state(), state().world
    version = (id(world), world.version, held.config.managers_see_all)
    seen_by = g.user if limited() else None
    asked = [(key, value) for key, value in request.args.items(multi=True) if key != "access_token"]
    key: Hashable = (
        *(g.account_id, seen_by, money(), held.config.cursor_links, request.base_url),
        tuple(asked),
    )
    body = held.pages.get(version, key)
    if body is None:
        render, rates, now = world.render, money(), held.now()
        kept = _kept(version, seen_by)
        body = body_of("time_entries", kept, lambda one: render(one, now, money=rates))
        if not any(one.is_running for one in part_of(kept)):
            held.pages.put(version, key, body, len(body))
    return page_of(body)


def _kept(version: Hashable, seen_by: User | None) -> Sequence[Entry]:
    asked = (one for one in request.args.items() if one[0] not in NO_FILTERS)
    key = (g.account_id, seen_by, tuple(sorted(asked)))
    found = state().lists.get(version, key)
    if found is None:
        found = _wanted()
        state().lists.put(version, key, found)
    return found


def _wanted() -> Sequence[Entry]:
    found = state().world.between(g.account_id, _day("from"), _day("to"))
    for test in _tests():
        found = [one for one in found if test(one)]
    return found


def _tests() -> list[Test]:
    """The filters that are given, each as a test of an entry."""
    tests: list[Test] = []
    for key in ("user_id", "project_id", "task_id"):
        value = number(key)
        if value is not None:
            tests.append(lambda one, key=key, value=value: getattr(one, key) == value)  # type: ignore[misc]
    for key in ("is_running", "is_billed"):
        flag = yes_or_no(key)
        if flag is not None:
            tests.append(lambda one, key=key, flag=flag: getattr(one, key) is flag)  # type: ignore[misc]
    wanted, moved = number("client_id"), since()
    if wanted is not None:
        projects = state().world.of(g.account_id, state().world.projects.values())
        theirs = {one.id for one in projects if client(one)["id"] == wanted}
        tests.append(lambda one: one.project_id in theirs)
    reference = request.args.get("external_reference_id")
    if reference:
        tests.append(lambda one: one.external_reference_id == reference)
    if moved is not None:
        # Strictly greater, as observed.
        tests.append(lambda one: one.updated_at > moved)
    if limited():
        tests.append(visible)
    return tests


def _day(name: str) -> date | None:
    """`from` and `to`: what is no date is silently ignored, as observed."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def visible_one(one: int) -> Entry:
    """The entry, if the asker may see it; else a 404."""
    found = state().world.find(g.account_id, one)
    if found is None or not visible(found):
        raise RefusedError(not_found())
    return found


def shown(found: Entry, status: int = 200) -> Response:
    """One entry as an answer."""
    body = state().world.render(found, state().now(), money=money())
    return Response(body, status, mimetype="application/json; charset=utf-8")


def entry(one: int) -> Response:
    """An entry."""
    return shown(visible_one(one))
