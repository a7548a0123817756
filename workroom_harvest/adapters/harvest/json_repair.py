"""What sloppy writers put into JSON, replaced by JSON.

Time and memory grow with the body's length alone, and nothing here goes back in the body.
"""

import re

MOST_CONSTANTS = 10_000
"""As many as a page may have members: one for each."""

MOST_SURROGATES = 100_000
"""Escapes of half a character; each takes two hundred bytes while it is looked at."""

MOST_REPAIRED = 2**23
"""Bytes: three pages of 2000 entries. No other thread runs while constants are replaced."""

CONSTANTS = (b"NaN", b"Infinity")
CONSTANT_OR_REST = re.compile(
    # One constant, or all up to the next: strings and whatever begins no constant. A string without
    # an end goes on to the body's, so that no search fails and is begun again.
    rb'-?(?:NaN|Infinity)|(?:"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[^"NI-]|(?!-?(?:NaN|Infinity))[NI-])++',
    re.DOTALL,
)
LONE_SURROGATES = re.compile(
    # A surrogate escape that is not followed by its other half, or not preceded by it.
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
PLACEHOLDER = b"\x01\x01"
CONTROLS = bytes.maketrans(
    bytes(range(32)), bytes(0x20 if byte in b"\t\n\r" else 0xFF for byte in range(32))
)


def repair(body: bytes) -> bytes:
    """Return the body with what sloppy writers put into JSON as JSON.

    NaN and the infinities become null. Halves of a character become U+FFFD. Control characters,
    which stand in strings by mistake only, become blanks, or bytes that are no UTF-8.
    """
    body = body.translate(CONTROLS)
    if len(body) > MOST_REPAIRED:
        return body
    if 0 < body.count(b"\\ud") + body.count(b"\\uD") <= MOST_SURROGATES:
        # Once those that mean themselves are out of the way, every backslash begins an escape.
        whole = LONE_SURROGATES.sub(rb"\\ufffd", body.replace(b"\\\\", PLACEHOLDER))
        body = whole.replace(PLACEHOLDER, b"\\\\")
    if 0 < sum(body.count(constant) for constant in CONSTANTS) <= MOST_CONSTANTS:
        body = CONSTANT_OR_REST.sub(_null_for_constant, body)
    return body


def _null_for_constant(found: re.Match[bytes]) -> bytes:
    return b"null" if found[0].endswith(CONSTANTS) else found[0]
