"""Structural characters of a JSON body, counted before it is parsed.

Time and memory grow with the body's length alone, and nothing here goes back in the body: a search
for a string's end that is begun anew at each quote takes hours over a body of quotes, where none is
a string.
"""

BLOCK = 2**20
"""Bytes at a time: two copies of a block are held, and other threads run in between."""

MOST_STRINGS = 500_000
"""A page of 2000 entries has 150,000. What has more is refused."""


def exceeds(body: bytes, characters: bytes, most: int, block_size: int = BLOCK) -> bool:
    """Return whether more than `most` of the `characters` stand outside of the body's strings.

    `characters` are some of `{[,`. More than `MOST_STRINGS` strings count as too many as well.
    """
    if sum(body.count(character) for character in characters) <= most:
        return False
    dropped = bytes(byte for byte in range(256) if byte not in characters + b'"')
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
