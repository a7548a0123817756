"""Bodies that are made to be slow to read, of any size."""

ENVELOPE = b'],"links":{"next":null},"total_pages":1,"total_entries":1}'
LIST = b'{"time_entries":['
ENTRY = (
    b'{"id":1,"spent_date":"2026-06-01","hours":1.0,"billable":true,'
    b'"project":{"id":1,"name":"a"},"task":{"id":2,"name":"b"},"notes":'
)

# What stands before, what is repeated, and what stands behind.
SHAPES: dict[str, tuple[bytes, bytes, bytes]] = {
    "a string that does not end, of escaped quotes": (b"[" * 100_001 + b'"', b'\\"', b""),
    "a string that does not end, of backslashes": (b"[" * 100_001 + b'"', b"\\", b""),
    "quotes alone": (b"{" * 100_001, b'"', b""),
    "strings behind too many commas": (b"[," * 400_001, b'"a', b""),
    "lists in lists": (b"", b"[", b""),
    "objects in objects": (b"", b'{"a":', b""),
    "a number of a million digits": (LIST, b"1", ENVELOPE),
    "hours of a million digits": (LIST + ENTRY + b'"x","hours":0.', b"1", b"}" + ENVELOPE),
    "numbers for entries": (LIST, b"1,", b"1" + ENVELOPE),
    "strings for entries": (LIST, b'"a",', b'"b"' + ENVELOPE),
    "nulls for entries": (LIST, b"null,", b"null" + ENVELOPE),
    "empty objects for entries": (LIST, b"{},", b"{}" + ENVELOPE),
    "one key again and again": (LIST + b"{", b'"a":1,', b'"b":1}' + ENVELOPE),
    "entries with a wrong note": (LIST, ENTRY + b"1},", b"1" + ENVELOPE),
    "more entries than a page has": (LIST, ENTRY + b'"x"},', ENTRY + b'"x"}' + ENVELOPE),
    "a note of lone surrogates": (LIST + ENTRY + b'"', b"\\ud800", b'"}' + ENVELOPE),
    "a note of bytes that are no text": (LIST + ENTRY + b'"', b"\xff", b'"}' + ENVELOPE),
    "a note of brackets, and wrong hours": (
        LIST + ENTRY + b'"',
        b"[",
        b'","hours":"x"}' + ENVELOPE,
    ),
    "nothing but blanks": (LIST, b" ", ENVELOPE),
}


def slow_body(shape: str, size: int) -> bytes:
    """A body of about that many bytes, of one of the `SHAPES`."""
    before, unit, after = SHAPES[shape]
    times = max((size - len(before) - len(after)) // len(unit), 1)
    return before + unit * times + after
