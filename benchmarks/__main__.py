"""`make bench` runs all benchmarks; `python -m benchmarks floor tick` runs some.

With `--long` memory is measured up to a million entries, and imports beside a million on record.
"""

import argparse
import time

from benchmarks import (
    floor,
    hostile,
    latency,
    looking_up,
    mapping,
    memory,
    nights,
    on_record,
    refused,
    shown,
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
    "looking_up": looking_up.figures,
    "shown": shown.figures,
    "tap_harvest": tap_harvest.figures,
    "mapping": mapping.figures,
    "refused": refused.figures,
    "hostile": hostile.figures,
}
LONG: dict[str, Benchmark] = {"on_record": on_record.figures}
"""Those that run only with `--long` or by name."""


def main() -> None:
    """Run the benchmarks that the command line names, all by default, and print their figures."""
    parser = argparse.ArgumentParser("python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS | LONG))
    parser.add_argument("--long", action="store_true", help="also what takes more than minutes")
    options = parser.parse_args()
    every = BENCHMARKS | LONG
    unknown = set(options.names) - set(every)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = options.names or (every if options.long else BENCHMARKS)
    with started(is_long=options.long) as servers:
        for name in names:
            begun = time.perf_counter()
            found = list(every[name](servers))
            print(f"{name} ({time.perf_counter() - begun:.0f} s)")
            print_table(found)


if __name__ == "__main__":
    main()
