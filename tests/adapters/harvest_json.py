"""Harvest's JSON as the tests of the payloads write it: entries, pages and lists."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.harvest import EntryPage

RECORDED = Path(__file__).parent.parent / "recorded"
LINKS = {"first": "https://api.example/1", "next": None, "previous": None, "last": None}
AROUND = {"links": LINKS, "per_page": 2000, "total_pages": 1, "total_entries": 1}
PERSON = {"id": 7, "first_name": "Ada", "last_name": "X", "email": "ada@x.example"}
READERS = (
    payloads.entry_page,
    payloads.entry,
    payloads.users,
    payloads.projects,
    payloads.tasks,
    payloads.assignments,
    payloads.accounts,
    payloads.sight,
)


def member(**changes: Any) -> dict[str, Any]:
    """Return a time entry with all fields that Harvest sends, and the given ones replaced."""
    return {
        "id": 2380504951,
        "spent_date": "2026-05-04",
        "hours": 1.33,
        "hours_without_timer": 1.33,
        "rounded_hours": 1.5,
        "notes": "Fabric samples",
        "is_locked": False,
        "locked_reason": None,
        "timer_started_at": None,
        "started_time": None,
        "is_running": False,
        "billable": True,
        "billable_rate": 95.0,
        "created_at": "2026-05-04T09:00:00Z",
        "updated_at": "2026-05-04T12:00:00Z",
        "user": {"id": 4000001, "name": "Elin Lindqvist"},
        "client": {"id": 7000001, "name": "Familjen Ström", "currency": "SEK"},
        "project": {"id": 45000001, "name": "Villa Sandhamn", "code": None},
        "task": {"id": 24000001, "name": "Concept Design"},
        "user_assignment": {"id": 1, "is_active": True, "hourly_rate": None},
        "task_assignment": {"id": 2, "billable": True},
        "invoice": None,
        "external_reference": None,
    } | changes


def page(*members: Any, **envelope: Any) -> bytes:
    """Return a page of these entries as Harvest sends it, with changes to its envelope."""
    whole = {"time_entries": list(members), "per_page": 2000, "total_pages": 1}
    return json.dumps(whole | {"total_entries": len(members), "links": LINKS} | envelope).encode()


def only(found: EntryPage) -> HarvestEntry:
    """Return the one entry of a page on which nothing was unreadable."""
    assert not found.unreadable
    (entry,) = found.entries
    return entry


def listed_accounts(accounts: Any) -> bytes:
    """Return the reply with a person's accounts as Harvest sends it."""
    return json.dumps({"user": PERSON, "accounts": accounts}).encode()


anything: st.SearchStrategy[Any] = st.deferred(
    lambda: (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(st.characters(codec=None))
        | st.lists(anything, max_size=4)
        | st.dictionaries(st.text(), anything, max_size=4)
    )
)
