"""The envelope of a list, and bodies that are refused because they are no page of Harvest's."""

import json
import tracemalloc
from typing import Any

import pytest

from tests.adapters.harvest_json import AROUND, READERS, member, page
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import EntryPage


def test_the_next_link_is_handed_on_as_it_stands() -> None:
    link = "https://api.example/v2/time_entries?cursor=eyJh&per_page=2000&ref=next_cursor"
    assert payloads.entry_page(page(member(), links={"next": link})).read().next_cursor == link


def test_a_page_without_entries_is_a_page() -> None:
    assert payloads.entry_page(page()).read() == EntryPage((), (), None, 1, 0)


@pytest.mark.parametrize("around", [{}, {"links": None}, {"links": []}, {"total_entries": 0}])
@pytest.mark.parametrize(
    ("read", "key"),
    [
        (payloads.entry_page, "time_entries"),
        (payloads.users, "users"),
        (payloads.projects, "projects"),
        (payloads.tasks, "tasks"),
        (payloads.assignments, "project_assignments"),
    ],
)
def test_an_empty_list_of_another_service_is_no_empty_list(
    read: Any, key: str, around: dict[str, Any]
) -> None:
    """An empty list without `links.next` is malformed, even where the rest of it is right.

    All of Harvest's lists, in every recording and example, have that link, null on the last page.
    """
    assert read(json.dumps({key: [], **AROUND}).encode()).next_cursor is None
    with pytest.raises(MalformedResponse):
        read(json.dumps({key: [], **around}).encode())


def test_a_middle_page_by_cursor_has_no_number() -> None:
    """A page by cursor whose page numbers are null, as documented, still has its totals."""
    numbers = dict.fromkeys(("page", "next_page", "previous_page"))
    link = "https://api.example/v2/time_entries?cursor=eyJh"
    found = payloads.entry_page(
        page(member(), links={"next": link}, total_entries=9, **numbers)
    ).read()
    assert (found.next_cursor, found.total_entries) == (link, 9)


def without(name: str) -> bytes:
    """Return a page that lacks this field of its envelope."""
    whole = json.loads(page(member()))
    del whole[name]
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(without("links"), id="no links"),
        pytest.param(without("time_entries"), id="no list"),
        pytest.param(page(member(), links=None), id="links null"),
        pytest.param(page(member(), links={}), id="links without next"),
        pytest.param(page(member(), links={"next": 2}), id="next a number"),
        pytest.param(page(member(), time_entries={"0": member()}), id="list an object"),
        pytest.param(page(member())[:-1], id="last byte lost"),
        pytest.param(page(member())[: len(page(member())) // 2], id="half"),
        pytest.param(b"<!doctype html><title>Harvest</title>", id="HTML"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"\xff\xfe\x00", id="no UTF-8"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b'{"links":' * 100_000, id="deep objects"),
        pytest.param(page(member()).replace(b"1.33", b"1" * 5000), id="a number of 5000 digits"),
    ],
)
def test_a_body_that_is_no_page_is_malformed_and_not_quoted(body: bytes) -> None:
    with pytest.raises(MalformedResponse) as caught:
        payloads.entry_page(body).read()
    assert caught.value.detail == Message(Code.HARVEST_MALFORMED)


@pytest.mark.parametrize("total", ["-1", str(2**65), "1e9999999999", '"12"'])
def test_a_total_that_no_database_can_store_is_malformed(total: str) -> None:
    body = page(member(), total_entries="HERE").replace(b'"HERE"', total.encode())
    with pytest.raises(MalformedResponse):
        payloads.entry_page(body).read()


def test_a_page_of_more_than_10000_entries_is_malformed() -> None:
    """A page of 4,000 entries is read, and one of 10,001 is malformed.

    Harvest documents 2,000 a page, and an SQL statement can take only so many values.
    """
    assert len(payloads.entry_page(page(*[member()] * 4000)).read().entries) == 4000
    with pytest.raises(MalformedResponse):
        payloads.entry_page(page(*[member()] * 10_001)).read()


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        *((read, "{}") for read in READERS),
        *((payloads.entry_page, unit) for unit in ("[]", "1", '{"id":1}', '{"{":"["}')),
    ],
)
def test_a_page_of_tiny_objects_is_refused_before_they_are_built(read: Any, unit: str) -> None:
    """A page of tiny objects is refused before they are built.

    A gzip of two kilobytes becomes 2 MiB of `{}`, and the objects made of it would take a hundred.
    """
    crumbs = ",".join([unit] * (2**21 // (len(unit) + 1)))
    keys = ("time_entries", "users", "projects", "tasks", "project_assignments", "accounts")
    lists = ",".join(f'"{key}":[{crumbs}]' for key in keys)
    body = f"{json.dumps(AROUND)[:-1]},{lists}}}".encode()
    tracemalloc.start()
    try:
        with pytest.raises(MalformedResponse):
            read(body)
        assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    finally:
        tracemalloc.stop()
