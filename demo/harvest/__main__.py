"""`python -m demo.harvest`: the local Harvest alone, on a port of its own."""

import argparse
import gc
import signal
import sys
from datetime import UTC, datetime
from types import FrameType

from waitress.server import create_server

from demo.harvest.app import create_harvest
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
from demo.harvest.worlds import demo_world, generated_world

THREADS = 32
IN_MEMORY = 2**24
"""Bytes of an answer that waitress holds before it takes a file: a page of 2000 has 2 MB."""


def parsed() -> argparse.Namespace:
    """The options; each of them is described by `--help`."""
    plain = HarvestConfig()
    yes_or_no = argparse.BooleanOptionalAction
    parser = argparse.ArgumentParser("demo.harvest", description="A local Harvest.")
    add = parser.add_argument
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=8601, help="0 takes a free one")
    add("--world", choices=("demo", "generated"), default=None, help="generated if --entries is")
    add("--entries", type=int, default=None, help="how many time entries to make up")
    add("--projects", type=int, default=20)
    add("--tasks", type=int, default=10)
    add("--users", type=int, default=12)
    add("--days", type=int, default=365, help="days on which the entries lie, up to today")
    add("--seed", type=int, default=1)
    add("--latency", type=float, default=plain.latency, help="seconds before each API answer")
    add("--rate-limit", type=int, default=plain.rate_limit, help="per 15 seconds; 0 is none")
    add("--retry-after", action=yes_or_no, default=plain.retry_after, help="does a 429 name a wait")
    add("--cursor-links", action=yes_or_no, default=plain.cursor_links)
    add("--page-links", dest="cursor_links", action="store_false", help="page numbers instead")
    add("--single-use-refresh", action=yes_or_no, default=plain.single_use_refresh)
    add("--token-lifetime", type=int, default=plain.token_lifetime, help="seconds")
    add("--revocation", action=yes_or_no, default=plain.revocation)
    add("--managers-see-all", action=yes_or_no, default=plain.managers_see_all)
    add("--hang-seconds", type=float, default=plain.hang_seconds, help="of the fault `hang`")
    add("--client-id", default=plain.client_id)
    add("--client-secret", default=plain.client_secret)
    add("--redirect-url", default=plain.redirect_url)
    add(
        "--fault", action="append", type=Fault.parse, default=[], metavar="ENDPOINT:PAGE:KIND:TIMES"
    )
    return parser.parse_args()


def main() -> None:
    """Serve until told to stop."""
    options = parsed()
    today = datetime.now(UTC).date()
    # A million entries are no garbage: looking through them again and again takes seconds.
    gc.disable()
    sized = options.world == "generated" or (options.world is None and options.entries is not None)
    world = (
        generated_world(
            today,
            entries=1000 if options.entries is None else options.entries,
            projects=options.projects,
            tasks=options.tasks,
            users=options.users,
            days=options.days,
            seed=options.seed,
        )
        if sized
        else demo_world(today)
    )
    gc.freeze()
    gc.enable()
    config = HarvestConfig(**{name: getattr(options, name) for name in vars(HarvestConfig())})
    app = create_harvest(config, world, options.fault)
    server = create_server(
        app, host=options.host, port=options.port, threads=THREADS, outbuf_overflow=IN_MEMORY
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    print(f"Local Harvest on http://{options.host}:{server.effective_port}", flush=True)
    server.run()


def stop(number: int, frame: FrameType | None) -> None:
    """Go quietly."""
    sys.exit(0)


if __name__ == "__main__":
    main()
