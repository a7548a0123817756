"""Lists are read to their end, and one that was cut off is not believed."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.adapters.api import KEY, OWN, api_client
from workroom_harvest.adapters.harvest.retries import INTERACTIVE
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import Credentials


def test_a_list_of_no_user_at_all_is_not_harvests() -> None:
    """Whoever asks is one."""
    body = {"users": [], "links": {"next": None}, "total_entries": 0}
    one = api_client(lambda _: httpx.Response(200, json=body))
    with pytest.raises(MalformedResponse):
        one.emails(KEY, lambda: None)
    one.close()


def users(*pages: Mapping[str, Any]) -> Mapping[int, str]:
    """The addresses in pages that follow each other."""
    left = list(pages)

    def answer(request: httpx.Request) -> httpx.Response:
        page = left.pop(0)
        cursor = f"https://api.example/v2/users?page={len(left)}" if left else None
        return httpx.Response(200, json={"links": {"next": cursor}, **page})

    one = api_client(answer)
    try:
        return one.emails(Credentials(1, "token"), lambda: None)
    finally:
        one.close()


ELIN, MIRA = ({"id": 1, "email": "elin@x.example"}, {"id": 2, "email": "mira@x.example"})


def test_users_of_all_pages_are_read() -> None:
    """Their number is the least that was announced: somebody may have left meanwhile."""
    found = users({"users": [ELIN], "total_entries": 3}, {"users": [MIRA], "total_entries": 2})
    assert found == {1: "elin@x.example", 2: "mira@x.example"}
    assert users({"users": [ELIN]}) == {1: "elin@x.example"}


@pytest.mark.parametrize("listed", [[], [ELIN]])
def test_users_that_were_announced_and_not_listed_are_trouble(listed: list[Any]) -> None:
    """Their entries would go to somebody else, for good."""
    with pytest.raises(MalformedResponse, match=r"harvest_list_incomplete .*'users'"):
        users({"users": listed, "total_entries": 2})


@pytest.mark.parametrize("cut", ["projects", "tasks", "project_assignments"])
def test_a_list_that_was_cut_off_is_not_shown_as_all_there_is(cut: str) -> None:
    """The mapping table is made of it, and what is saved there."""

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rsplit("/", 1)[1]
        if name == "tasks" and cut == "project_assignments":
            return OWN[403][0]()
        around = {"links": {"next": None}, "total_entries": 2 if name == cut else 0}
        return httpx.Response(200, json={name: [], **around})

    one = api_client(answer)
    with pytest.raises(MalformedResponse, match=f"incomplete .*'{cut.replace('_', ' ')}'"):
        one.lists(KEY)
    one.close()


def test_a_list_of_users_has_an_end_in_bytes() -> None:
    """It is held in memory, unlike the entries."""
    many = {"users": [{"id": number, "email": "a" * 3000} for number in range(1, 4001)]}
    with pytest.raises(MalformedResponse, match=Code.HARVEST_LIST_ENDLESS):
        users(many, many, many, many)


def test_a_list_that_leads_back_to_itself_ends() -> None:
    """Also where all of it would take too long."""

    def answer(request: httpx.Request) -> httpx.Response:
        cursor = "https://api.example/v2/projects?page=2"
        return httpx.Response(200, json={"projects": [], "links": {"next": cursor}})

    one = api_client(answer, INTERACTIVE)
    with pytest.raises(MalformedResponse, match=Code.HARVEST_LIST_ENDLESS):
        one.lists(Credentials(1, "token"))
    one.close()
