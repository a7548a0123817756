"""The repair of bodies that are almost JSON.

Time and memory grow with the body's length alone, and no search goes back in the body.
"""

import re

MOST_CONSTANTS = 10_000
"""The most constants that are replaced: one for each member that a page may have."""

MOST_SURROGATES = 100_000
"""The most escapes of half a character that are replaced; each takes 200 bytes for that time."""

MOST_REPAIRED = 2**23
"""The most bytes that are repaired: three pages of 2,000 entries.

No other thread runs while constants are replaced.
"""

CONSTANTS = (b"NaN", b"Infinity")
CONSTANT_OR_REST = re.compile(
    # It matches one constant, or everything up to the next one: strings, and whatever begins no
    # constant. A string without an end goes on to the body's end, so that no search fails and
    # begins again.
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
    """Return the body with what is not JSON replaced by JSON.

    NaN and the infinities become null. Halves of a character become U+FFFD. Control characters,
    which are in strings by mistake only, become blanks or bytes that are not UTF-8.
    """
    body = body.translate(CONTROLS)
    if len(body) > MOST_REPAIRED:
        return body
    if 0 < body.count(b"\\ud") + body.count(b"\\uD") <= MOST_SURROGATES:
        # Without the escaped backslashes, every backslash begins an escape.
        whole = LONE_SURROGATES.sub(rb"\\ufffd", body.replace(b"\\\\", PLACEHOLDER))
        body = whole.replace(PLACEHOLDER, b"\\\\")
    if 0 < sum(body.count(constant) for constant in CONSTANTS) <= MOST_CONSTANTS:
        body = CONSTANT_OR_REST.sub(_null_for_constant, body)
    return body


def _null_for_constant(found: re.Match[bytes]) -> bytes:
    return b"null" if found[0].endswith(CONSTANTS) else found[0]
