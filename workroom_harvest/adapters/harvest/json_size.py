"""The number of structural characters in a JSON body, counted before it is parsed.

Time and memory grow with the body's length alone, and no search goes back in the body. A search for
a string's end that begins again at each quote would take hours for a body of nothing but quotes.
"""

BLOCK = 2**20
"""Bytes that are counted at a time, with two copies in memory.

Other threads run between two blocks.
"""

MOST_STRINGS = 500_000
"""The most strings of a body. A page of 2,000 entries has 150,000."""


def exceeds(body: bytes, characters: bytes, most: int, block_size: int = BLOCK) -> bool:
    """Return whether more than `most` of the `characters` are outside of the body's strings.

    `characters` are some of `{[,`. More than `MOST_STRINGS` strings count as too many as well.
    """
    if sum(body.count(character) for character in characters) <= most:
        return False
    dropped = bytes(byte for byte in range(256) if byte not in characters + b'"')
    found, quotes, carried = 0, 0, b""
    for start in range(0, len(body), block_size):
        block = carried + body[start : start + block_size]
        # A backslash at the end is carried into the next block, with the character that it escapes.
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
