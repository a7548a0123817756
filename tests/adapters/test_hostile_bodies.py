"""Bodies that are made to be slow to read, or to grow in memory.

The tests judge the outcome and the memory. `benchmarks/hostile.py` measures the seconds; a reader
whose time grows with the square of a body's length would not end here.
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
"""Bytes of a body whose memory is measured, which makes reading it many times slower."""

PERSON = b'{"id":1,"first_name":"","last_name":"","email":""'
OPEN = b"[" * 100_001

# The reader under test, what stands before, what is repeated, and what stands behind.
Shape = tuple[Callable[[bytes], Any], bytes, bytes, bytes]


def entry(name: str, before: str, after: str) -> tuple[bytes, bytes]:
    """Return the start and the end of a page of two entries, split at a field of the first."""
    whole = json.dumps({"time_entries": [member(**{name: "HERE"}), member(id=2)], **AROUND})
    head, _, tail = whole.partition('"HERE"')
    return (head + before).encode(), (after + tail).encode()


def within(key: str, before: bytes, unit: bytes, after: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the parts of a page whose envelope is right and whose list holds the unit."""
    around = json.dumps(AROUND)[:-1].encode()
    return around + b',"' + key.encode() + b'":' + before, unit, after + b"}"


def noted(unit: bytes) -> Shape:
    """Return the shape of an entry whose note is the unit again and again."""
    head, tail = entry("notes", '"', '"')
    return payloads.entry_page, head, unit, tail


def hours(begin: str) -> Shape:
    """Return the shape of an entry whose hours have as many digits as the body has room for."""
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
    """Return a body of this shape and of about so many bytes."""
    _, before, unit, after = shape
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def tried(shape: Shape, body: bytes) -> None:
    """Read the body with the shape's reader, and let only `MalformedResponse` be raised."""
    with contextlib.suppress(MalformedResponse):
        shape[0](body)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_body_as_long_as_a_reply_may_be_is_read_or_refused(shape: Shape) -> None:
    """A body of the largest size that is accepted is read, or raises `MalformedResponse`."""
    tried(shape, of_size(shape, MOST_BYTES))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_reading_a_body_takes_bounded_memory(shape: Shape) -> None:
    """Reading a body takes less than `MOST_MEMORY`.

    Unbounded, a page of tiny objects would take a hundred times its size.
    """
    body = of_size(shape, AT_ONCE)
    tracemalloc.start()
    try:
        tried(shape, body)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_a_string_without_an_end_is_refused_in_linear_time() -> None:
    """A body that is a gzip of 170 bytes is refused at once.

    Looking for the string's end anew at each quote took 21 seconds.
    """
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
    """Marks inside strings are not counted, wherever a block of the body ends.

    A block may end between a backslash and the character that it escapes.
    """
    found = [most for most in range(5) if json_size.exceeds(body, b"{[,", most, block)]
    assert found == list(range(outside))
