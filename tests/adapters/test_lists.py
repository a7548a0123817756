"""Lists are read to their end, and a list that was cut off is refused."""

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
    """An empty list of users is malformed, since the user who asks is on it."""
    body = {"users": [], "links": {"next": None}, "total_entries": 0}
    one = api_client(lambda _: httpx.Response(200, json=body))
    with pytest.raises(MalformedResponse):
        one.emails(KEY, lambda: None)
    one.close()


def users(*pages: Mapping[str, Any]) -> Mapping[int, str]:
    """Return the e-mail addresses by user id, as read from pages that follow each other."""
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
    """All pages are read, and the smallest announced total counts.

    A user may have been removed between two pages.
    """
    found = users({"users": [ELIN], "total_entries": 3}, {"users": [MIRA], "total_entries": 2})
    assert found == {1: "elin@x.example", 2: "mira@x.example"}
    assert users({"users": [ELIN]}) == {1: "elin@x.example"}


@pytest.mark.parametrize("listed", [[], [ELIN]])
def test_users_that_were_announced_and_not_listed_make_the_list_incomplete(
    listed: list[Any],
) -> None:
    """A list of fewer users than announced is malformed.

    The missing users' entries would go to another person for good.
    """
    with pytest.raises(MalformedResponse, match=r"harvest_list_incomplete .*'users'"):
        users({"users": listed, "total_entries": 2})


@pytest.mark.parametrize("cut", ["projects", "tasks", "project_assignments"])
def test_a_list_that_was_cut_off_is_not_shown_as_all_there_is(cut: str) -> None:
    """A list shorter than its announced total is malformed.

    The mapping table shows these lists, and what is saved there depends on them.
    """

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


def test_a_list_of_users_is_bounded_in_bytes() -> None:
    """A list of users above the limit of bytes is refused, because it is held in memory."""
    many = {"users": [{"id": number, "email": "a" * 3000} for number in range(1, 4001)]}
    with pytest.raises(MalformedResponse, match=Code.HARVEST_LIST_ENDLESS):
        users(many, many, many, many)


def test_a_list_that_leads_back_to_itself_ends() -> None:
    """A list with a page that names itself as the next one is refused."""

    def answer(request: httpx.Request) -> httpx.Response:
        cursor = "https://api.example/v2/projects?page=2"
        return httpx.Response(200, json={"projects": [], "links": {"next": cursor}})

    one = api_client(answer, INTERACTIVE)
    with pytest.raises(MalformedResponse, match=Code.HARVEST_LIST_ENDLESS):
        one.lists(Credentials(1, "token"))
    one.close()
