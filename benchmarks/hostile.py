"""Measures reading bodies that are made to be slow, `python -m benchmarks.hostile`.

The CPU time grows linearly: the largest body that is accepted takes as long per byte as one of an
eighth of its size.
"""

import contextlib
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.servers import Servers, run_alone
from tests.support.slow_bodies import SHAPES, slow_body
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.transport import MOST_BYTES
from workroom_harvest.domain.errors import MalformedResponse

SMALL = MOST_BYTES // 8


def figures(_: Servers) -> Iterator[Figure]:
    """Yield for each shape how long the largest accepted body takes per byte."""
    for shape in SHAPES:
        small, large = (seconds(slow_body(shape, size)) for size in (SMALL, MOST_BYTES))
        growth = large / max(small, 0.001) / (MOST_BYTES / SMALL)
        yield Figure(
            "",
            f"body: {shape}",
            f"{growth:.1f} times as long per byte",
            f"{large:.3f} s for {MOST_BYTES // 2**20} MiB, {small:.3f} s for an eighth",
        )


def seconds(body: bytes) -> float:
    """Return the CPU seconds until the body is read or refused."""
    begun = time.process_time()
    with contextlib.suppress(MalformedResponse):
        payloads.entry_page(body).read()
    return time.process_time() - begun


if __name__ == "__main__":
    run_alone(figures)
