"""Characters that databases cannot store are replaced, and all others are kept."""

import json

import pytest

from tests.adapters.harvest_json import AROUND, PERSON, listed_accounts, member, only, page
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.connection import Sight


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_databases_cannot_store_becomes_the_replacement_character(character: str) -> None:
    text = f"a{character}b"
    entry = member(notes=text, project={"id": 1, "name": text}, task={"id": 2, "name": text})
    found = only(payloads.entry_page(page(entry)).read())
    assert (found.notes, found.project_name, found.task_name) == ("a\ufffdb",) * 3


def test_a_surrogate_pair_is_one_character_and_stays() -> None:
    assert only(payloads.entry_page(page(member(notes="\U0001f4d0"))).read()).notes == "\U0001f4d0"


@pytest.mark.parametrize("mark", ["{", "[", ","])
def test_a_note_may_hold_any_number_of_brackets(mark: str) -> None:
    """Brackets and commas in a note are text, however many there are.

    The second case has an unreadable entry, which makes the page be read entry by entry.
    """
    notes = mark * 1_000_000 + '\\"'
    for others in ([], [member(id=2, hours=None)]):
        found = payloads.entry_page(page(member(notes=notes), *others)).read()
        assert [entry.notes for entry in found.entries] == [notes]


SPOILT = {
    "no UTF-8": (b"\xff", "\ufffd"),
    "Latin-1": ("ä".encode("latin-1"), "\ufffd"),
    "half a character": ("📐".encode()[:2], "\ufffd"),
    "a control character": (b"\x01", "\ufffd"),
    "a raw line break": (b"\n", " "),
}


@pytest.mark.parametrize(("spoilt", "becomes"), SPOILT.values(), ids=SPOILT)
def test_an_invalid_byte_in_a_note_is_replaced(spoilt: bytes, becomes: str) -> None:
    """Invalid bytes in a note are replaced, and the other entries keep their text."""
    body = page(member(id=1, notes="Möbel"), member(id=2, notes="a HERE b"))
    found = payloads.entry_page(body.replace(b"HERE", spoilt)).read()
    assert [one.notes for one in found.entries] == ["Möbel", f"a {becomes} b"]
    assert not found.unreadable


@pytest.mark.parametrize(("spoilt", "becomes"), SPOILT.values(), ids=SPOILT)
def test_an_invalid_byte_in_a_name_is_replaced(spoilt: bytes, becomes: str) -> None:
    """Invalid bytes in the name of a project, task, client, user or account are replaced."""
    one = {"id": 1, "name": "a HERE b"}
    entry = only(
        payloads.entry_page(
            page(member(project=one, task=one, user=one)).replace(b"HERE", spoilt)
        ).read()
    )
    assert {entry.project_name, entry.task_name, entry.user_name} == {f"a {becomes} b"}
    projects = json.dumps({"projects": [{**one, "client": one}], **AROUND}).encode()
    (named,) = payloads.projects(projects.replace(b"HERE", spoilt)).items
    assert (named.name, named.detail) == (f"a {becomes} b",) * 2
    users = json.dumps({"users": [{"id": 1, "email": "a HERE b"}], **AROUND}).encode()
    assert payloads.users(users.replace(b"HERE", spoilt)).items == {1: f"a {becomes} b"}
    accounts = listed_accounts([{**one, "product": "harvest"}])
    (account,) = payloads.accounts(accounts.replace(b"HERE", spoilt))
    assert account.name == f"a {becomes} b"
    me = json.dumps(PERSON | {"first_name": "HERE", "is_admin": True}).encode()
    assert payloads.sight(me.replace(b"HERE", spoilt)) is Sight.EVERYONE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"a\ud800b", "a\ufffdb"),
        (r"a\udfffb", "a\ufffdb"),
        (r"\ud83d\ud83d\udcd0", "\ufffd📐"),
        (r"\ud83d\udcd0\udcd0", "📐\ufffd"),
        (r"\uD83D\uDCD0\uD800", "📐\ufffd"),
        (r"\\ud800 \ud800", "\\ud800 \ufffd"),
        (r"\\\ud800", "\\\ufffd"),
    ],
)
def test_a_lone_surrogate_is_replaced(written: str, read: str) -> None:
    """An escaped lone surrogate is replaced, and the characters beside it are kept.

    Text that only looks like such an escape is kept as well.
    """
    body = page(member(notes="HERE")).replace(b"HERE", written.encode())
    assert only(payloads.entry_page(body).read()).notes == read
