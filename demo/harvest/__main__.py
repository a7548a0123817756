"""`python -m demo.harvest`: the local Harvest alone, on a port of its own."""

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from types import FrameType

from waitress.server import create_server

from demo.harvest.app import create_harvest
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
from demo.harvest.misbehaviour import KINDS
from demo.harvest.proxies import FORMS
from demo.harvest.worlds import demo_world, generated_world

THREADS = 32
IN_MEMORY = 2**24
"""Bytes of an answer that waitress holds before it takes a file: a page of 2000 has 2 MB."""


class _Help(argparse.ArgumentDefaultsHelpFormatter):
    """Says the defaults, where there is one."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        told = action.default not in (None, [])
        return super()._get_help_string(action) if told else action.help


def parsed(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The options; each of them is described by `--help`."""
    plain = HarvestConfig()
    parser = argparse.ArgumentParser(
        "python -m demo.harvest",
        description="A local Harvest: consent screen, tokens and API on one port.",
        epilog="Most of it can be changed while it runs, below /_control.",
        formatter_class=_Help,
    )
    parser.add_argument("--host", default="127.0.0.1", help="where it listens")
    parser.add_argument("--port", type=int, default=8601, help="0 takes a free one")
    _add_world(parser.add_argument_group("what there is in it"))
    _add_app(parser.add_argument_group("the app that connects to it"), plain)
    _add_doubts(parser.add_argument_group("what is unknown of the real one, or varies"), plain)
    _add_weather(parser.add_argument_group("bad weather"), plain)
    return parser.parse_args(words)


def _add_world(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    worlds = ("demo", "generated")
    add(
        "--world",
        choices=worlds,
        help="two studios, or one of any size: the default with --entries",
    )
    add("--entries", type=_count, help="how many time entries to make up (default: 1000)")
    add("--projects", type=_some, default=20, help="how many to make up")
    add("--tasks", type=_some, default=10, help="how many to make up")
    add("--users", type=_some, default=12, help="how many to make up")
    add("--days", type=_some, default=365, help="on which the entries lie, up to today")
    add("--seed", type=int, default=1, help="another one makes up others")


def _add_app(group: argparse._ArgumentGroup, plain: HarvestConfig) -> None:
    add = group.add_argument
    add("--client-id", default=plain.client_id, help="as registered")
    add("--client-secret", default=plain.client_secret, help="as registered")
    add("--redirect-url", default=plain.redirect_url, help="what redirect URIs begin with")


def _add_doubts(group: argparse._ArgumentGroup, plain: HarvestConfig) -> None:
    def either(name: str, text: str) -> None:
        default = getattr(plain, name.replace("-", "_"))
        group.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, default=default, help=text
        )

    either("cursor-links", "do links to the next page hold a cursor")
    group.add_argument(
        "--page-links",
        dest="cursor_links",
        action="store_false",
        default=argparse.SUPPRESS,
        help="the same as --no-cursor-links",
    )
    either("single-use-refresh", "does a refresh token die with its use")
    group.add_argument(
        "--token-lifetime", type=_some, default=plain.token_lifetime, help="in seconds"
    )
    either("revocation", "is there an endpoint that ends a grant; the real one has none")
    either("retry-after", "does a 429 name a wait")
    either("managers-see-all", "does a manager see everybody's entries, or what they lead")
    either("permissions-claims", "does a user show what they may")
    either("members-see-company", "may a Member read the company")
    group.add_argument(
        "--largest-page",
        type=_some,
        default=plain.largest_page,
        help="records in an answer at most, up to Harvest's own 2000",
    )


def _add_weather(group: argparse._ArgumentGroup, plain: HarvestConfig) -> None:
    add = group.add_argument
    add("--latency", type=_seconds, default=plain.latency, help="seconds before each API answer")
    add("--rate-limit", type=_count, default=plain.rate_limit, help="per 15 seconds; 0 is none")
    add("--hang-seconds", type=_seconds, default=plain.hang_seconds, help="of the fault `hang`")
    add(
        "--fault",
        action="append",
        type=_fault,
        default=[],
        metavar="ENDPOINT:PAGE:KIND:TIMES[:ACCOUNT]",
        help="such as time_entries:2:500:1; page 0 is any, -1 times is always, 12s is for twelve "
        "seconds from its first time, * is every endpoint; a kind is a status, which is Harvest's "
        f"own error, or one of {', '.join(sorted(KINDS))}; or a proxy's answer, which Harvest "
        f"knows nothing of: one of {', '.join(FORMS)} with a status, such as challenge-403, and "
        "with -after, such as maintenance-502-after, one that hides what Harvest did; with an "
        "account only requests for that one are struck; may be repeated",
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be below 0")
    return number


def _some(text: str) -> int:
    if _count(text) == 0:
        raise argparse.ArgumentTypeError("must be at least 1")
    return int(text)


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError("must be a time")
    return number


def _fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
