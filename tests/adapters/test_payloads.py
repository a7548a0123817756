"""Harvest's JSON: what is read from a page of time entries, and what is refused whole."""

import json
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.list_decoder import NONSENSE
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import EntryPage, HarvestItem

RECORDED = Path(__file__).parent.parent / "recorded"
LINKS = {"first": "https://api.example/1", "next": None, "previous": None, "last": None}
AROUND = {"links": LINKS, "per_page": 2000, "total_pages": 1, "total_entries": 1}
PERSON = {"id": 7, "first_name": "Ada", "last_name": "X", "email": "ada@x.example"}
READERS = (
    payloads.entry_page,
    payloads.users,
    payloads.projects,
    payloads.tasks,
    payloads.assignments,
    payloads.accounts,
    payloads.sight,
)


def member(**changes: Any) -> dict[str, Any]:
    """A time entry with all that Harvest sends, and the given members replaced."""
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
    """A page of these members as Harvest sends it."""
    whole = {"time_entries": list(members), "per_page": 2000, "total_pages": 1}
    return json.dumps(whole | {"total_entries": len(members), "links": LINKS} | envelope).encode()


def only(found: EntryPage) -> HarvestEntry:
    """The page's one entry, when nothing in it was unreadable."""
    assert not found.unreadable
    (entry,) = found.entries
    return entry


def test_a_whole_entry_is_read_with_its_hours_as_an_exact_decimal() -> None:
    found = payloads.entry_page(page(member(), total_pages=3, total_entries=4500))
    assert only(found) == HarvestEntry(
        id=2380504951,
        spent_on=date(2026, 5, 4),
        hours=Decimal("1.33"),
        notes="Fabric samples",
        billable=True,
        is_running=False,
        user_id=4000001,
        user_name="Elin Lindqvist",
        project_id=45000001,
        project_name="Villa Sandhamn",
        task_id=24000001,
        task_name="Concept Design",
    )
    assert (found.next_cursor, found.total_pages, found.total_entries) == (None, 3, 4500)


def test_the_next_link_is_handed_on_as_it_stands() -> None:
    link = "https://api.example/v2/time_entries?cursor=eyJh&per_page=2000&ref=next_cursor"
    assert payloads.entry_page(page(member(), links={"next": link})).next_cursor == link


@pytest.mark.parametrize("number", [1, 2**31, 2**32, 2380504951, 2**53 + 1, 2**63 - 1])
def test_ids_are_exact_up_to_63_bits(number: int) -> None:
    entry = member(id=number, project={"id": number, "name": "Villa"})
    found = only(payloads.entry_page(page(entry)))
    assert (found.id, found.project_id) == (number, number)


@pytest.mark.parametrize(
    "notes", [None, "", "- linen, sand\n- wool\r\n\tmoss", "📐 Möbel", "x" * 9999]
)
def test_notes_are_kept_whole(notes: str | None) -> None:
    assert only(payloads.entry_page(page(member(notes=notes)))).notes == notes


def test_absent_notes_are_none() -> None:
    entry = member()
    del entry["notes"]
    assert only(payloads.entry_page(page(entry))).notes is None


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_no_database_takes_becomes_the_replacement_character(character: str) -> None:
    text = f"a{character}b"
    entry = member(notes=text, project={"id": 1, "name": text}, task={"id": 2, "name": text})
    found = only(payloads.entry_page(page(entry)))
    assert (found.notes, found.project_name, found.task_name) == ("a\ufffdb",) * 3


def test_a_surrogate_pair_is_one_character_and_stays() -> None:
    assert only(payloads.entry_page(page(member(notes="\U0001f4d0")))).notes == "\U0001f4d0"


BAD: list[tuple[str, Any, int | None]] = [
    ("hours in words", member(id=7, hours="many"), 7),
    ("hours not a number", member(id=7, hours=float("nan")), 7),
    ("hours infinite", member(id=7, hours=float("inf")), 7),
    ("hours negative", member(id=7, hours=-1), 7),
    ("hours beyond belief", member(id=7, hours=1e300), 7),
    ("hours null", member(id=7, hours=None), 7),
    ("id as text", member(id="12"), None),
    ("id past 63 bits", member(id=2**63), None),
    ("id past 64 bits", member(id=2**70), None),
    ("id zero", member(id=0), None),
    ("id true", member(id=True), None),
    ("null", None, None),
    ("text", "entry", None),
    ("a list", [1], None),
    ("no project", member(id=7, project=None), 7),
    ("no such day", member(id=7, spent_date="2026-02-30"), 7),
    ("billable in words", member(id=7, billable="yes"), 7),
]


@pytest.mark.parametrize(("bad", "number"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_one_bad_entry_is_unreadable_and_costs_nobody_else(bad: Any, number: int | None) -> None:
    found = payloads.entry_page(page(member(id=1), bad, member(id=2)))
    assert [entry.id for entry in found.entries] == [1, 2]
    (unreadable,) = found.unreadable
    assert unreadable.id == number
    assert 0 < len(unreadable.problem) <= 200
    assert found.total_entries == 3


@pytest.mark.parametrize("bad", [row[1] for row in BAD], ids=[row[0] for row in BAD])
def test_a_page_of_nothing_but_bad_entries_is_nonsense(bad: Any) -> None:
    with pytest.raises(MalformedResponse):
        payloads.entry_page(page(bad, bad))


def test_a_page_without_entries_is_a_page() -> None:
    assert payloads.entry_page(page()) == EntryPage((), (), None, 1, 0)


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
    """Harvest's say where they go on, in every recording and example, and so where they end."""
    assert read(json.dumps({key: [], **AROUND}).encode()).next_cursor is None
    with pytest.raises(MalformedResponse):
        read(json.dumps({key: [], **around}).encode())


def test_a_middle_page_by_cursor_has_no_number() -> None:
    """Documented: page, next_page and previous_page are null there; the totals stay."""
    numbers = dict.fromkeys(("page", "next_page", "previous_page"))
    link = "https://api.example/v2/time_entries?cursor=eyJh"
    found = payloads.entry_page(page(member(), links={"next": link}, total_entries=9, **numbers))
    assert (found.next_cursor, found.total_entries) == (link, 9)


@pytest.mark.parametrize(
    "body",
    [b'{"accounts": []}', b'{"accounts": [], "user": null}', b'{"accounts": [], "user": {}}'],
)
def test_another_services_accounts_are_not_believed(body: bytes) -> None:
    """Nobody is told that they have no account; Harvest says whose list it is."""
    assert payloads.accounts(listed_accounts([])) == []
    with pytest.raises(MalformedResponse):
        payloads.accounts(body)


def without(name: str) -> bytes:
    """A page that lacks a member of its envelope."""
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
def test_a_page_that_is_none_is_nonsense_whose_message_quotes_nothing(body: bytes) -> None:
    with pytest.raises(MalformedResponse) as caught:
        payloads.entry_page(body)
    assert str(caught.value) == NONSENSE


def listed_accounts(accounts: Any) -> bytes:
    """A person's accounts as Harvest lists them."""
    return json.dumps({"user": PERSON, "accounts": accounts}).encode()


def test_an_account_of_another_product_is_left_out_and_a_nameless_one_gets_a_name() -> None:
    shown = [
        {"id": 1, "name": "Forecast", "product": "forecast"},
        {"id": 2, "name": "", "product": "harvest"},
    ]
    (found,) = payloads.accounts(listed_accounts(shown))
    assert (found.id, found.name) == (2, "Harvest account 2")


def test_an_account_whose_name_is_null_is_an_account() -> None:
    """The list is not lost over it."""
    body = listed_accounts([{"id": 5, "name": None, "product": "harvest"}])
    (found,) = payloads.accounts(body)
    assert found.name == "Harvest account 5"


@pytest.mark.parametrize(("length", "kept"), [(255, 255), (256, 255), (1_000_000, 255)])
def test_a_name_has_an_end(length: int, kept: int) -> None:
    """Pages and results repeat names; notes are kept whole."""
    changed = member(project={"id": 1, "name": "x" * length}, notes="n" * length)
    (entry,) = payloads.entry_page(page(changed)).entries
    assert len(entry.project_name) == kept
    assert entry.project_name.endswith("…") == (length > kept)
    assert len(entry.title) == length


@pytest.mark.parametrize("recording", ["02", "07", "20", "21"])
def test_recorded_replies_are_read(recording: str) -> None:
    """Real ones, of 2019 and of 2024."""
    (path,) = RECORDED.glob(f"{recording}_*.json")
    body = json.loads(path.read_text("utf-8"))["body"]
    if recording == "20":
        assert payloads.projects(json.dumps(body).encode()).items[0].detail == "Pepe"
    elif recording == "21":
        assert payloads.tasks(json.dumps(body).encode()).items == [HarvestItem(11351096, "Coding")]
    else:
        whole = body if "links" in body else {"time_entries": [body], **AROUND}
        read = payloads.entry_page(json.dumps(whole).encode())
        assert len(read.entries) == 1
        assert read.unreadable == ()


@pytest.mark.parametrize(
    "hours", ["1e99999999999999999999", "1e-99999999999999999999", "9" * 5000, "NaN", "-Infinity"]
)
def test_a_number_beyond_all_numbers_costs_its_own_entry_only(hours: str) -> None:
    body = page(member(id=1, hours="HERE"), member(id=2)).replace(b'"HERE"', hours.encode())
    found = payloads.entry_page(body)
    assert ([one.id for one in found.entries], [one.id for one in found.unreadable]) == ([2], [1])


@pytest.mark.parametrize("total", ["-1", str(2**65), "1e9999999999", '"12"'])
def test_a_total_that_no_database_takes_is_nonsense(total: str) -> None:
    body = page(member(), total_entries="HERE").replace(b'"HERE"', total.encode())
    with pytest.raises(MalformedResponse):
        payloads.entry_page(body)


def test_many_more_entries_than_harvest_hands_out_are_nonsense() -> None:
    """Documented: 2000 a page. Twice as many are read; a statement of SQL has an end."""
    assert len(payloads.entry_page(page(*[member()] * 4000)).entries) == 4000
    with pytest.raises(MalformedResponse):
        payloads.entry_page(page(*[member()] * 10_001))


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        *((read, "{}") for read in READERS),
        *((payloads.entry_page, unit) for unit in ("[]", "1", '{"id":1}', '{"{":"["}')),
    ],
)
def test_a_page_of_crumbs_is_refused_before_it_grows(read: Any, unit: str) -> None:
    """A gzip of two kilobytes becomes 2 MiB of `{}`; objects made of it would take a hundred."""
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


@pytest.mark.parametrize(
    ("read", "key", "good"),
    [
        (payloads.projects, "projects", {"id": 1, "name": "Villa", "client": {"name": None}}),
        (payloads.tasks, "tasks", {"id": 1, "name": "Drawings"}),
    ],
)
def test_one_odd_member_of_a_list_costs_nobody_else(read: Any, key: str, good: Any) -> None:
    """Documented as nullable, each of them."""
    for odd in ({"id": None, "name": "x"}, None, 7):
        found = read(json.dumps({key: [odd, good], **AROUND}).encode())
        assert (len(found.items), found.count) == (1, 2)


@pytest.mark.parametrize("odd", [None, [None], [{"task": None}], ["x", {}]])
def test_an_odd_task_costs_its_project_nothing(odd: Any) -> None:
    """Documented as nullable."""
    item = {"project": {"id": 1, "name": "Villa"}, "task_assignments": odd}
    good = {"task": {"id": 2, "name": "Drawings"}}
    for assigned, names in ((odd, []), ([*(odd or []), good], ["Drawings"])):
        body = {"project_assignments": [{**item, "task_assignments": assigned}], **AROUND}
        ((project, tasks),) = payloads.assignments(json.dumps(body).encode()).items
        assert (project.name, [task.name for task in tasks]) == ("Villa", names)


@pytest.mark.parametrize("odd", [None, 7, {"id": None}, {"id": 2, "email": 7}, {"id": 2}])
def test_an_odd_user_costs_nobody_else(odd: Any) -> None:
    """One without an address is listed and counted, or the list would seem to be cut off."""
    good = {"id": 1, "email": "mira@studio.example"}
    long = {"id": 3, "email": "a" * 321}
    users = {"users": [odd, good, long], **AROUND, "total_entries": 3}
    found = payloads.users(json.dumps(users).encode())
    listed = {1: "mira@studio.example", 3: ""}
    if isinstance(odd, dict) and odd["id"]:
        listed[odd["id"]] = ""
    assert found == payloads.Part(listed, count=3, expected=3, next_cursor=None)


@pytest.mark.parametrize("mark", ["{", "[", ","])
def test_a_note_may_hold_any_number_of_brackets(mark: str) -> None:
    """They are text; also where another entry makes the page be read member by member."""
    notes = mark * 1_000_000 + '\\"'
    for others in ([], [member(id=2, hours=None)]):
        found = payloads.entry_page(page(member(notes=notes), *others))
        assert [entry.notes for entry in found.entries] == [notes]


SPOILT = {
    "no UTF-8": (b"\xff", "\ufffd"),
    "Latin-1": ("ä".encode("latin-1"), "\ufffd"),
    "half a character": ("📐".encode()[:2], "\ufffd"),
    "a control character": (b"\x01", "\ufffd"),
    "a raw line break": (b"\n", " "),
}


@pytest.mark.parametrize(("spoilt", "becomes"), SPOILT.values(), ids=SPOILT)
def test_an_invalid_byte_in_a_note_costs_its_own_character(spoilt: bytes, becomes: str) -> None:
    """The entry comes in, and so do its neighbours, whose text is as it was."""
    body = page(member(id=1, notes="Möbel"), member(id=2, notes="a HERE b"))
    found = payloads.entry_page(body.replace(b"HERE", spoilt))
    assert [one.notes for one in found.entries] == ["Möbel", f"a {becomes} b"]
    assert not found.unreadable


@pytest.mark.parametrize(("spoilt", "becomes"), SPOILT.values(), ids=SPOILT)
def test_an_invalid_byte_in_a_name_costs_its_own_character(spoilt: bytes, becomes: str) -> None:
    """Of projects, tasks, clients and people."""
    one = {"id": 1, "name": "a HERE b"}
    entry = only(
        payloads.entry_page(page(member(project=one, task=one, user=one)).replace(b"HERE", spoilt))
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
def test_half_a_character_costs_itself_only(written: str, read: str) -> None:
    """As an escape; whole ones beside it, and text that looks like one, stay."""
    body = page(member(notes="HERE")).replace(b"HERE", written.encode())
    assert only(payloads.entry_page(body)).notes == read


def test_a_note_may_talk_of_nan_beside_hours_that_are_nan() -> None:
    """Constants are looked for outside of texts only."""
    note = 'NaN, -Infinity: "NaN" \\'
    found = payloads.entry_page(page(member(id=1, hours=float("nan")), member(id=2, notes=note)))
    assert [one.notes for one in found.entries] == [note]
    assert [one.id for one in found.unreadable] == [1]


@pytest.mark.parametrize(
    ("hours", "read"),
    [
        ("1." + "0" * 5000, Decimal(1)),
        ("1." + "3" * 100, Decimal("1." + "3" * 27)),
        ("1e-999999999", None),
        ("0e-999999999", None),
        ("0e999999999", None),
    ],
)
def test_hours_are_a_number_that_can_be_written_out(hours: str, read: Decimal | None) -> None:
    """Whoever shows or stores it would otherwise write a gigabyte of zeros."""
    body = page(member(id=1, hours="HERE"), member(id=2)).replace(b'"HERE"', hours.encode())
    found = payloads.entry_page(body)
    expected = [Decimal("1.33")] if read is None else [read, Decimal("1.33")]
    assert [one.hours for one in found.entries] == expected


@pytest.mark.parametrize("user", [None, {}, {"id": None}])
def test_an_entry_whose_user_is_not_told_is_an_entry(user: Any) -> None:
    """Nothing is dropped over identities."""
    assert only(payloads.entry_page(page(member(user=user)))).user_id is None


def test_what_has_no_name_is_called_by_its_number() -> None:
    """A timelog needs a title, a row of the table a label."""
    entry = only(payloads.entry_page(page(member(task={"id": 9, "name": " "}, notes=None))))
    assert entry.title == "Harvest task 9"


def test_a_name_stands_on_one_line_and_drives_no_terminal() -> None:
    """Notes are kept as they are, names are repeated everywhere."""
    assert payloads.name(" Villa\n\x1b[31mred\u202e ") == "Villa \ufffd[31mred\u202e"


@pytest.mark.parametrize(
    ("running", "started", "expected"),
    [
        (None, None, False),
        (None, "2026-05-04T09:00:00Z", True),
        (False, "2026-05-04T09:00:00Z", False),
    ],
)
def test_a_timer_that_started_runs_where_nothing_else_is_said(
    running: bool | None, started: str | None, expected: bool
) -> None:
    one = member(is_running=running, timer_started_at=started)
    assert only(payloads.entry_page(page(one))).is_running is expected


def test_a_project_names_its_client_so_that_two_of_one_name_are_told_apart() -> None:
    items = [{"id": 1, "name": "Villa\x00", "client": {"id": 3, "name": "Ström"}}]
    found = payloads.projects(json.dumps({"projects": items, **AROUND}).encode())
    assert (found.items, found.next_cursor) == ([HarvestItem(1, "Villa\ufffd", "Ström")], None)


def tamed(read: Any, body: bytes) -> None:
    """Read the body; `MalformedResponse` is the only thing that may be raised."""
    try:
        read(body)
    except MalformedResponse:
        return


@pytest.mark.parametrize("read", READERS)
@given(body=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_nonsense(read: Any, body: bytes) -> None:
    tamed(read, body)


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


@pytest.mark.parametrize("read", READERS)
@given(body=anything)
def test_no_json_raises_anything_but_nonsense(read: Any, body: Any) -> None:
    tamed(read, json.dumps(body).encode())


@given(name=st.sampled_from(sorted(member())), value=anything)
def test_whatever_one_member_holds_the_entry_is_read_or_unreadable(name: str, value: Any) -> None:
    found = payloads.entry_page(page(member(id=1), member() | {name: value}))
    assert found.entries[0].id == 1
    assert len(found.entries) + len(found.unreadable) == 2
    for entry in found.entries:
        entry.title.encode()
        assert 0 < entry.id < 2**63


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
    """By the role of today, by claims, by the flags of 2019; what is odd says nothing."""
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
def test_recorded_users_see_what_they_saw(recording: str, sees: Sight) -> None:
    """A Member and an administrator, in 2019."""
    (path,) = RECORDED.glob(f"{recording}_*.json")
    body = json.loads(path.read_text("utf-8"))["body"]
    assert payloads.sight(json.dumps(body).encode()) is sees


@pytest.mark.parametrize("name", [None, 7, ["x"]])
def test_a_person_with_an_odd_name_is_nameless_and_costs_no_entry(name: object) -> None:
    assert only(payloads.entry_page(page(member(user={"id": 7, "name": name})))).user_name == ""
