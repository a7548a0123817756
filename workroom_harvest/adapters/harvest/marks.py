"""What stands outside of a JSON body's strings, in time and memory that grow with its length alone.

Nothing here goes back in the body. A search for a string's end that is begun anew at each quote
takes hours over a body of quotes, where none is a string.
"""

import re

BLOCK = 2**20
"""Bytes at a time: two copies of a block are held, and other threads get their turn in between."""

MOST_STRINGS = 500_000
"""A page of 2000 entries has 150,000. What has more is taken for a page of crumbs."""

MOST_CONSTANTS = 10_000
"""As many as a page may have members: one for each."""

MOST_HALVES = 100_000
"""Escapes of half a character; each takes two hundred bytes while it is looked at."""

MOST_MENDED = 2**23
"""Bytes: three pages of 2000 entries. No other thread has its turn while constants are replaced."""

CONSTANTS = (b"NaN", b"Infinity")
RUN = re.compile(
    # One constant, or all up to the next: strings and whatever begins no constant. A string without
    # an end goes on to the body's, so that no search fails and is begun again.
    rb'-?(?:NaN|Infinity)|(?:"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[^"NI-]|(?!-?(?:NaN|Infinity))[NI-])++',
    re.DOTALL,
)
HALVES = re.compile(
    # A surrogate escape that is not followed by its other half, or not preceded by it.
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
STANDING = b"\x01\x01"
CONTROLS = bytes.maketrans(
    bytes(range(32)), bytes(0x20 if byte in b"\t\n\r" else 0xFF for byte in range(32))
)


def has_more(body: bytes, marks: bytes, most: int, block_size: int = BLOCK) -> bool:
    """Whether more than `most` of `marks` stand outside of the body's strings.

    `marks` are some of `{[,`. More than `MOST_STRINGS` strings count as too many as well.
    """
    if sum(body.count(mark) for mark in marks) <= most:
        return False
    dropped = bytes(byte for byte in range(256) if byte not in marks + b'"')
    found, quotes, carried = 0, 0, b""
    for start in range(0, len(body), block_size):
        block = carried + body[start : start + block_size]
        # A backslash that escapes what follows goes with it into the next block.
        carried = b"\\" * ((len(block) - len(block.rstrip(b"\\"))) % 2)
        block = block[: len(block) - len(carried)]
        block = block.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, dropped)
        behind = 0
        while behind <= len(block):
            quote = block.find(b'"', behind)
            end = len(block) if quote < 0 else quote
            found += 0 if quotes % 2 else end - behind
            quotes += quote >= 0
            behind = end + 1
            if found > most or quotes > 2 * MOST_STRINGS:
                return True
    return False


def mended(body: bytes) -> bytes:
    """The body with what sloppy writers put into JSON as JSON.

    NaN and the infinities become null. Halves of a character become U+FFFD. Control characters,
    which stand in strings by mistake only, become blanks, or bytes that are no UTF-8.
    """
    body = body.translate(CONTROLS)
    if len(body) > MOST_MENDED:
        return body
    if 0 < body.count(b"\\ud") + body.count(b"\\uD") <= MOST_HALVES:
        # Once those that mean themselves are out of the way, every backslash begins an escape.
        whole = HALVES.sub(rb"\\ufffd", body.replace(b"\\\\", STANDING))
        body = whole.replace(STANDING, b"\\\\")
    if 0 < sum(body.count(constant) for constant in CONSTANTS) <= MOST_CONSTANTS:
        body = RUN.sub(lambda run: b"null" if run[0].endswith(CONSTANTS) else run[0], body)
    return body
