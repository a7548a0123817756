"""How the pictures of the README are packed, and that it shows each of them."""

import re
import struct
import zlib
from pathlib import Path

from tests.support.pictures.__main__ import IMAGES, KEPT
from tests.support.pictures.gallery import SIGNATURE, smaller

ROOT = Path(__file__).parents[2]


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def test_a_picture_is_packed_again_and_stays_the_same() -> None:
    """The parts of a picture become a smaller one, with the same pixels and the rest as it is."""
    pixels = bytes(range(256)) * 64
    loose = zlib.compress(pixels, 0)
    head, end = chunk(b"IHDR", bytes(13)), chunk(b"IEND", b"")
    made = SIGNATURE + head + chunk(b"IDAT", loose[:99]) + chunk(b"IDAT", loose[99:]) + end
    packed = smaller(made)
    data = packed.removeprefix(SIGNATURE + head).removesuffix(end)
    assert len(packed) < len(made)
    assert data == chunk(b"IDAT", data[8:-4])
    assert zlib.decompress(data[8:-4]) == pixels


def test_the_readme_shows_each_picture_that_is_kept() -> None:
    """The README shows exactly the pictures that are kept, and says of each what is in it."""
    readme = (ROOT / "README.md").read_text()
    shown = re.findall(r"docs/images/([\w-]+)\.png", readme)
    kept = sorted(path.stem for path in (ROOT / IMAGES).iterdir())
    assert sorted(shown) == sorted(KEPT) == kept
    described = re.findall(r'!\[([^\]]+)\]\(docs/|alt="([^"]+)"', readme)
    assert len(described) == len(shown)
