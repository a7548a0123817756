"""`python -m demo.harvest` serves the local Harvest on a port of its own."""

import argparse
import gc
from datetime import UTC, date, datetime

from demo.harvest.app import create_harvest
from demo.harvest.config import HarvestConfig
from demo.harvest.options import parse_options
from demo.harvest.world import World
from demo.harvest.worlds import demo_world, generated_world, quiet_world
from demo.serving import serve

THREADS = 32
BUFFER_BYTES = 2**24
"""A longer answer waitress buffers in a file; a page of 2000 entries has 2 MB."""


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    options = parse_options()
    today = datetime.now(UTC).date()
    # Making a million entries would start the garbage collector again and again, for seconds.
    gc.disable()
    world = _chosen_world(options, today)
    gc.freeze()
    gc.enable()
    config = HarvestConfig(**{name: getattr(options, name) for name in vars(HarvestConfig())})
    app = create_harvest(config, world, options.fault)
    serve(app, options, "Local Harvest", threads=THREADS, outbuf_overflow=BUFFER_BYTES)


def _chosen_world(options: argparse.Namespace, today: date) -> World:
    """Return the world that the options ask for, with entries up to `today`."""
    if options.world == "quiet":
        return quiet_world(today)
    if options.world == "demo" or (options.world is None and options.entries is None):
        return demo_world(today)
    return generated_world(
        today,
        entries=1000 if options.entries is None else options.entries,
        projects=options.projects,
        tasks=options.tasks,
        users=options.users,
        days=options.days,
        seed=options.seed,
        accounts=options.accounts,
    )


if __name__ == "__main__":
    main()
