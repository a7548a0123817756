"""An entry that is asked for by its id."""

import httpx
import pytest

from tests.adapters.api import FOREIGN, KEY, api_client
from tests.adapters.harvest_json import member
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import HarvestUnavailable, MalformedResponse

ENTRY_ID = 2380504951


def ask(response: httpx.Response) -> HarvestEntry | UnreadableEntry | None:
    """Return the entry as it comes with this response, after a look at the address."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == f"https://api.example/v2/time_entries/{ENTRY_ID}"
        return response

    api = api_client(answer)
    try:
        return api.entry(KEY, ENTRY_ID, lambda: None)
    finally:
        api.close()


def test_an_entry_comes_as_a_member_of_the_list_does() -> None:
    """An entry by its id is read field by field like one of the list."""
    found = ask(httpx.Response(200, json=member()))
    listed = payloads.entry_page(
        httpx.Response(200, json={"time_entries": [member()], "links": {"next": None}}).content
    ).read()
    assert (found,) == listed.entries


def test_an_entry_whose_values_cannot_be_read_is_told_by_its_id() -> None:
    """An entry with an impossible value is unreadable, and says what is wrong with it."""
    found = ask(httpx.Response(200, json=member(hours=-1)))
    assert isinstance(found, UnreadableEntry)
    assert found.id == ENTRY_ID
    assert "hours" in str(found.problem)


@pytest.mark.parametrize("body", [member(id=7), {}, [], None, {"id": 0}, {"id": "7"}])
def test_an_answer_about_another_entry_is_none(body: object) -> None:
    """An answer with another id, or with none, is no answer of Harvest's."""
    with pytest.raises(MalformedResponse):
        ask(httpx.Response(200, json=body))


@pytest.mark.parametrize("kind", FOREIGN)
def test_another_servers_404_says_nothing(kind: str) -> None:
    """A 404 that is not in Harvest's own form says nothing about the entry."""
    with pytest.raises(HarvestUnavailable):
        ask(FOREIGN[kind](404))
    assert ask(httpx.Response(404, json={"status": 404, "error": "Not Found"})) is None
