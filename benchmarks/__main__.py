"""`make bench` runs all benchmarks; `python -m benchmarks floor tick` runs some.

With `--long` memory is measured up to a million entries.
"""

import argparse
import time

from benchmarks import (
    floor,
    hostile,
    latency,
    memory,
    nights,
    refused,
    tap_harvest,
    tick,
)
from benchmarks.figures import print_table
from benchmarks.servers import Benchmark, started

BENCHMARKS: dict[str, Benchmark] = {
    "floor": floor.figures,
    "nights": nights.figures,
    "tick": tick.figures,
    "memory": memory.figures,
    "latency": latency.figures,
    "tap_harvest": tap_harvest.figures,
    "refused": refused.figures,
    "hostile": hostile.figures,
}


def main() -> None:
    """Run the benchmarks that the command line names, all by default, and print their figures."""
    parser = argparse.ArgumentParser("python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--long", action="store_true", help="also what takes more than minutes")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = options.names or (BENCHMARKS)
    with started(is_long=options.long) as servers:
        for name in names:
            begun = time.perf_counter()
            found = list(BENCHMARKS[name](servers))
            print(f"{name} ({time.perf_counter() - begun:.0f} s)")
            print_table(found)


if __name__ == "__main__":
    main()
