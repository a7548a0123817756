"""The lists of accounts, projects, tasks and users are read from Harvest's JSON."""

import json
from typing import Any

import pytest

from tests.adapters.harvest_json import AROUND, listed_accounts
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import HarvestItem


@pytest.mark.parametrize(
    "body",
    [b'{"accounts": []}', b'{"accounts": [], "user": null}', b'{"accounts": [], "user": {}}'],
)
def test_accounts_of_another_service_are_malformed(body: bytes) -> None:
    """A list of accounts that does not name its user, as Harvest's does, is malformed.

    Otherwise somebody would be told that they have no account.
    """
    assert payloads.accounts(listed_accounts([])) == []
    with pytest.raises(MalformedResponse):
        payloads.accounts(body)


def test_an_account_of_another_product_is_left_out_and_a_nameless_one_gets_a_name() -> None:
    shown = [
        {"id": 1, "name": "Forecast", "product": "forecast"},
        {"id": 2, "name": "", "product": "harvest"},
    ]
    (found,) = payloads.accounts(listed_accounts(shown))
    assert (found.id, found.name) == (2, "Harvest account 2")


def test_an_account_whose_name_is_null_is_an_account() -> None:
    """An account whose name is null is listed under its number."""
    body = listed_accounts([{"id": 5, "name": None, "product": "harvest"}])
    (found,) = payloads.accounts(body)
    assert found.name == "Harvest account 5"


@pytest.mark.parametrize(
    ("read", "key", "good"),
    [
        (payloads.projects, "projects", {"id": 1, "name": "Villa", "client": {"name": None}}),
        (payloads.tasks, "tasks", {"id": 1, "name": "Drawings"}),
    ],
)
def test_one_odd_member_of_a_list_is_left_out_and_the_others_are_read(
    read: Any, key: str, good: Any
) -> None:
    """A project or task that is null, or whose fields are, is counted and left out.

    Harvest's documentation calls each of these fields nullable.
    """
    for odd in ({"id": None, "name": "x"}, None, 7):
        found = read(json.dumps({key: [odd, good], **AROUND}).encode())
        assert (len(found.items), found.count) == (1, 2)


@pytest.mark.parametrize("odd", [None, [None], [{"task": None}], ["x", {}]])
def test_an_odd_task_is_left_out_and_its_project_is_read(odd: Any) -> None:
    """A project whose list of tasks is null, or has odd members, keeps its readable tasks.

    Harvest's documentation calls these fields nullable.
    """
    item = {"project": {"id": 1, "name": "Villa"}, "task_assignments": odd}
    good = {"task": {"id": 2, "name": "Drawings"}}
    for assigned, names in ((odd, []), ([*(odd or []), good], ["Drawings"])):
        body = {"project_assignments": [{**item, "task_assignments": assigned}], **AROUND}
        ((project, tasks),) = payloads.assignments(json.dumps(body).encode()).items
        assert (project.name, [task.name for task in tasks]) == ("Villa", names)


@pytest.mark.parametrize("odd", [None, 7, {"id": None}, {"id": 2, "email": 7}, {"id": 2}])
def test_an_odd_user_is_read_without_an_address(odd: Any) -> None:
    """A user without a usable address is listed with an empty one, and counted.

    Otherwise the list would look as if it had been cut off.
    """
    good = {"id": 1, "email": "mira@studio.example"}
    long = {"id": 3, "email": "a" * 321}
    users = {"users": [odd, good, long], **AROUND, "total_entries": 3}
    found = payloads.users(json.dumps(users).encode())
    listed = {1: "mira@studio.example", 3: ""}
    if isinstance(odd, dict) and odd["id"]:
        listed[odd["id"]] = ""
    assert found == payloads.Part(listed, count=3, expected=3, next_cursor=None)


def test_a_project_names_its_client_so_that_two_of_one_name_are_told_apart() -> None:
    items = [{"id": 1, "name": "Villa\x00", "client": {"id": 3, "name": "Ström"}}]
    found = payloads.projects(json.dumps({"projects": items, **AROUND}).encode())
    assert (found.items, found.next_cursor) == ([HarvestItem(1, "Villa\ufffd", "Ström")], None)
