"""Whose entries a grant shows, as told by what Harvest says of its user."""

import json
from typing import Any

import pytest

from tests.adapters.harvest_json import PERSON, RECORDED
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.errors import MalformedResponse


@pytest.mark.parametrize(
    ("fields", "sees"),
    [
        ({"access_roles": ["administrator"]}, Sight.EVERYONE),
        ({"access_roles": ["project_creator", "manager"]}, Sight.TEAM),
        ({"access_roles": ["member", "project_creator"]}, Sight.SELF),
        ({"access_roles": ["manager"], "permissions_claims": ["timers:read:all"]}, Sight.EVERYONE),
        ({"permissions_claims": ["expenses:read:all", "timers:read:managed"]}, Sight.TEAM),
        ({"permissions_claims": ["timers:read:own"]}, Sight.SELF),
        ({"is_admin": True, "is_project_manager": False}, Sight.EVERYONE),
        ({"is_admin": False, "is_project_manager": True}, Sight.TEAM),
        ({"is_admin": False, "is_project_manager": False}, Sight.SELF),
        ({"access_roles": [], "roles": ["administrator"]}, None),
        ({"access_roles": ["a role of tomorrow"]}, None),
        ({"access_roles": "administrator", "permissions_claims": {"timers:read:all": 1}}, None),
        ({"access_roles": [["member"], None, 7], "is_admin": "yes"}, None),
        ({}, None),
    ],
)
def test_whose_entries_a_user_sees(fields: dict[str, Any], sees: Sight | None) -> None:
    """The sight follows from access roles, permission claims or the flags of 2019.

    Roles and claims that are unknown or malformed leave it unknown.
    """
    assert payloads.sight(json.dumps(PERSON | fields).encode()) is sees


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"id": null, "access_roles": ["member"]}',
        b'{"id": 7, "access_roles": ["member"]}',
        b'{"id": 7, "login": "octocat", "email": null, "is_admin": false}',
        b"<p>",
        b"[]",
    ],
)
def test_an_answer_that_is_no_user_says_nothing_about_rights(body: bytes) -> None:
    with pytest.raises(MalformedResponse):
        payloads.sight(body)


@pytest.mark.parametrize(("recording", "sees"), [("17", Sight.SELF), ("18", Sight.EVERYONE)])
def test_recorded_users_have_the_sight_of_their_roles(recording: str, sees: Sight) -> None:
    """The recordings of a Member and an administrator from 2019 have the sights of those roles."""
    (path,) = RECORDED.glob(f"{recording}_*.json")
    body = json.loads(path.read_text("utf-8"))["body"]
    assert payloads.sight(json.dumps(body).encode()) is sees
