"""Bodies that are made to be slow to read, or to grow in memory.

The verdict is on what comes of them and on memory. Seconds are a matter of `benchmarks/hostile.py`;
what reads a body twice as long in four times the time would not end here.
"""

import contextlib
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.harvest_json import AROUND, member
from workroom_harvest.adapters.harvest import json_size, payloads
from workroom_harvest.adapters.harvest.transport import MOST_BYTES
from workroom_harvest.domain.errors import MalformedResponse

MOST_MEMORY = 48 * 2**20
AT_ONCE = 2**21
"""Bytes for the measure of memory, which makes everything many times slower."""

PERSON = b'{"id":1,"first_name":"","last_name":"","email":""'
OPEN = b"[" * 100_001

# The reader that is meant, and what stands before, what is repeated, and what stands behind.
Shape = tuple[Callable[[bytes], Any], bytes, bytes, bytes]


def entry(name: str, before: str, after: str) -> tuple[bytes, bytes]:
    """A page of an entry and another, up to and from the place in the first where `name` is."""
    whole = json.dumps({"time_entries": [member(**{name: "HERE"}), member(id=2)], **AROUND})
    head, _, tail = whole.partition('"HERE"')
    return (head + before).encode(), (after + tail).encode()


def within(key: str, before: bytes, unit: bytes, after: bytes) -> tuple[bytes, bytes, bytes]:
    """A page whose envelope is right."""
    around = json.dumps(AROUND)[:-1].encode()
    return around + b',"' + key.encode() + b'":' + before, unit, after + b"}"


def noted(unit: bytes) -> Shape:
    """A note of nothing but that."""
    head, tail = entry("notes", '"', '"')
    return payloads.entry_page, head, unit, tail


def hours(begin: str) -> Shape:
    """A number of so many digits."""
    head, tail = entry("hours", begin, "")
    return payloads.entry_page, head, b"1", tail


SHAPES: dict[str, Shape] = {
    "a string without an end": (payloads.projects, OPEN + b'"', rb"\"", b""),
    "quotes": (payloads.tasks, OPEN, b'"', b""),
    "quotes behind backslashes": (payloads.users, OPEN, rb'\\"', b""),
    "backslashes": (payloads.entry_page, OPEN + b'"', b"\\", b""),
    "empty strings": (payloads.entry_page, OPEN, b'"",', b""),
    "strings of marks": (payloads.entry_page, b"[", b'"{[,",', b""),
    "constants and quotes": (payloads.entry_page, b'{"a":NaN,"b":', b'"', b""),
    "constants": (payloads.entry_page, b"[", b"NaN,", b""),
    "minus": (payloads.entry_page, b"[NaN,", b"-", b""),
    "nesting": (payloads.entry_page, b"", b"[", b""),
    "nested objects": (payloads.projects, b"", b'{"a":', b""),
    "numbers": (payloads.users, *within("users", b'[{"id":1,"email":[', b"1,", b"1]}]")),
    "strings": (payloads.users, *within("users", b'[{"id":1,"email":[', b'"a",', b"1]}]")),
    "small members": (payloads.tasks, *within("tasks", b"[", b'{"id":1},', b"1]")),
    "nothings": (payloads.entry_page, *within("time_entries", b"[", b"1,", b"1]")),
    "odd tasks": (
        payloads.assignments,
        *within(
            "project_assignments",
            b'[{"project":{"id":1},"task_assignments":[',
            b"1,",
            b"1]}]",
        ),
    ),
    "roles": (payloads.sight, PERSON + b',"access_roles":[', b'"x",', b"1]}"),
    "one key again and again": (payloads.users, *within("users", b"[{", b'"id":1,', b'"id":1}]')),
    "hours": hours(""),
    "decimals": hours("1."),
    "a long number": (payloads.projects, *within("projects", b'[{"id":1', b"1", b"}]")),
    "escapes": noted(rb"\u0001"),
    "halves of characters": noted(rb"\ud800"),
    "halves apart": noted(rb"aa\udfff"),
    "bytes that are no UTF-8": noted(b"\xff"),
    "control characters": noted(b"\x01"),
    "unreadable members": (
        payloads.entry_page,
        *within("time_entries", b"[", json.dumps(member(hours="x" * 1500)).encode() + b",", b"1]"),
    ),
}


def of_size(shape: Shape, size: int) -> bytes:
    """A body of about so many bytes."""
    _, before, unit, after = shape
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def tried(shape: Shape, body: bytes) -> None:
    """Read it by the reader that is meant; nothing but nonsense may be raised."""
    with contextlib.suppress(MalformedResponse):
        shape[0](body)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_body_as_long_as_a_reply_may_be_is_read_or_refused(shape: Shape) -> None:
    """By no other error than that of nonsense, for what is no list as for what is one."""
    tried(shape, of_size(shape, MOST_BYTES))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_what_is_made_of_a_body_has_an_end(shape: Shape) -> None:
    """A page of crumbs would become a hundred times its size."""
    body = of_size(shape, AT_ONCE)
    tracemalloc.start()
    try:
        tried(shape, body)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_a_small_body_can_be_as_slow_as_a_large_one() -> None:
    """A gzip of 170 bytes; looking for the string's end anew at each quote took 21 seconds."""
    body = OPEN + b'"' + rb"\"" * 16_000
    with pytest.raises(MalformedResponse):
        payloads.projects(body)


@pytest.mark.parametrize("block", [1, 2, 3, 5, json_size.BLOCK])
@pytest.mark.parametrize(
    ("body", "outside"),
    [
        (rb"", 0),
        (rb"[{,", 3),
        (rb'["[{,",{', 3),
        (rb'["\"[",{', 3),
        (rb'["\\",[', 3),
        (rb'["\\\"[",[', 3),
        (rb'["\\\\",[', 3),
        (rb'["[[[', 1),
        (rb'[""[""[', 3),
        (rb'["\u005b\\\\\"{",[', 3),
    ],
)
def test_marks_in_strings_do_not_count(block: int, body: bytes, outside: int) -> None:
    """Wherever a block ends: also between a backslash and what it escapes."""
    found = [most for most in range(5) if json_size.exceeds(body, b"{[,", most, block)]
    assert found == list(range(outside))
