"""Measures the CPU time of reading bodies that are made to be slow; it grows linearly."""

import contextlib
import time

from tests.support.slow_bodies import SHAPES, slow_body
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.transport import MOST_BYTES
from workroom_harvest.domain.errors import MalformedResponse

SMALL = MOST_BYTES // 8


def main() -> None:
    """Print for each shape the CPU seconds at the largest accepted body and the growth per byte."""
    for shape in SHAPES:
        small, large = (seconds(slow_body(shape, size)) for size in (SMALL, MOST_BYTES))
        growth = large / max(small, 0.001) / (MOST_BYTES / SMALL)
        print(f"  {shape:48} {large:6.3f} s, {growth:4.1f} times as long per byte")


def seconds(body: bytes) -> float:
    """Return the CPU seconds until the body is read or refused."""
    begun = time.process_time()
    with contextlib.suppress(MalformedResponse):
        payloads.entry_page(body)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
