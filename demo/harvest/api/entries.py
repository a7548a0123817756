"""Answers with time entries.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ . The order is
as recorded; that an invalid day is ignored is as observed.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

from flask import Response, g, request

from demo.harvest.api.access import is_visible, sees_only_part, sees_rates
from demo.harvest.api.filters import flag_filter, id_filter, updated_since
from demo.harvest.api.paging import items_of_page, page_body
from demo.harvest.entry_order import between
from demo.harvest.errors import RefusedError, not_found
from demo.harvest.models import Entry, User
from demo.harvest.record_parts import client_part
from demo.harvest.responses import json_text_response
from demo.harvest.state import current_state

Filter = Callable[[Entry], bool]
NOT_FILTERS = ("cursor", "page", "per_page", "ref", "access_token")


def entries() -> Response:
    """Answer the entries that the user may see and the filters ask for.

    The text of the page and the list that it is a part of are cached: a window is read page after
    page, and often again. A page with a running timer is not, since its hours grow.
    """
    state, world = current_state(), current_state().world
    version = (id(world), world.version, state.config.managers_see_all)
    seen_by = g.user if sees_only_part() else None
    arguments = [item for item in request.args.items(multi=True) if item[0] != "access_token"]
    key: Hashable = (
        *(g.account_id, seen_by, sees_rates(), state.config.cursor_links, request.base_url),
        tuple(arguments),
    )
    body = state.pages.get(version, key)
    if body is None:
        render, rates, now = world.render, sees_rates(), state.now()
        found = _cached_list(version, seen_by)
        body = page_body("time_entries", found, lambda one: render(one, now, money=rates))
        if not any(one.is_running for one in items_of_page(found)):
            state.pages.put(version, key, body, len(body))
    return json_text_response(body)


def _cached_list(version: Hashable, seen_by: User | None) -> Sequence[Entry]:
    filters = (one for one in request.args.items() if one[0] not in NOT_FILTERS)
    key = (g.account_id, seen_by, tuple(sorted(filters)))
    found = current_state().lists.get(version, key)
    if found is None:
        found = _filtered_list()
        current_state().lists.put(version, key, found)
    return found


def _filtered_list() -> Sequence[Entry]:
    entries = current_state().world.entries[g.account_id]
    found = between(entries, _day("from"), _day("to"))
    for passes in _filters():
        found = [one for one in found if passes(one)]
    return found


def _field_is(name: str, value: int | bool) -> Filter:
    return lambda one: bool(getattr(one, name) == value)


def _filters() -> list[Filter]:
    """Return the filters of the request, and what the user may see, as functions of an entry."""
    filters: list[Filter] = []
    for key in ("user_id", "project_id", "task_id"):
        value = id_filter(key)
        if value is not None:
            filters.append(_field_is(key, value))
    for key in ("is_running", "is_billed"):
        flag = flag_filter(key)
        if flag is not None:
            filters.append(_field_is(key, flag))
    client_id, since = id_filter("client_id"), updated_since()
    if client_id is not None:
        projects = current_state().world.of(g.account_id, current_state().world.projects.values())
        project_ids = {one.id for one in projects if client_part(one)["id"] == client_id}
        filters.append(lambda one: one.project_id in project_ids)
    reference = request.args.get("external_reference_id")
    if reference:
        filters.append(lambda one: one.external_reference_id == reference)
    if since is not None:
        # An entry of that very second is left out, as observed.
        filters.append(lambda one: one.updated_at > since)
    if sees_only_part():
        filters.append(is_visible)
    return filters


def _day(name: str) -> date | None:
    """Return the day of `from` or `to`; a value that is no date is ignored, as observed."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def visible_entry(entry_id: int) -> Entry:
    """Return an entry that the user may see; raises `RefusedError` with a 404."""
    found = current_state().world.find(g.account_id, entry_id)
    if found is None or not is_visible(found):
        raise RefusedError(not_found())
    return found


def entry_response(found: Entry, status: int = 200) -> Response:
    """Return an answer of one entry."""
    body = current_state().world.render(found, current_state().now(), money=sees_rates())
    return json_text_response(body, status)


def entry(entry_id: int) -> Response:
    """Answer an entry."""
    return entry_response(visible_entry(entry_id))
