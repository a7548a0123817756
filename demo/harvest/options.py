"""The command line of `python -m demo.harvest`.

argparse names the functions that read values in its errors.
"""

import argparse
import threading
from collections.abc import Sequence

from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
from demo.harvest.misbehaviour import KINDS
from demo.harvest.proxies import FORMS
from demo.serving import add_address


class _HelpFormatter(argparse.ArgumentDefaultsHelpFormatter):
    """Shows the default of an option that has one."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        has_default = action.default not in (None, [])
        return super()._get_help_string(action) if has_default else action.help


def parse_options(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options of a command line, of the process's own by default."""
    defaults = HarvestConfig()
    parser = argparse.ArgumentParser(
        "python -m demo.harvest",
        description="A local Harvest: consent screen, tokens and API on one port.",
        epilog="Most of it can be changed while it runs, below /_control.",
        formatter_class=_HelpFormatter,
    )
    add_address(parser, port=8601)
    _add_world(parser.add_argument_group("what there is in it"))
    _add_app(parser.add_argument_group("the app that connects to it"), defaults)
    _add_unknowns(parser.add_argument_group("what is unknown of the real one, or varies"), defaults)
    _add_trouble(parser.add_argument_group("bad weather"), defaults)
    return parser.parse_args(words)


def _add_world(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add(
        "--world",
        choices=("demo", "quiet", "generated"),
        help="two studios, the same without entries of the first, or one studio of any size: the "
        "default with --entries",
    )
    add("--entries", type=_count, help="how many time entries to make up (default: 1000)")
    add("--accounts", type=_some, default=1, help="how many to make up, each of that size")
    add("--projects", type=_some, default=20, help="how many to make up")
    add("--tasks", type=_some, default=10, help="how many to make up")
    add("--users", type=_some, default=12, help="how many to make up")
    add("--days", type=_some, default=365, help="on which the entries lie, up to today")
    add("--seed", type=int, default=1, help="another one makes up others")


def _add_app(group: argparse._ArgumentGroup, defaults: HarvestConfig) -> None:
    add = group.add_argument
    add("--client-id", default=defaults.client_id, help="as registered")
    add("--client-secret", default=defaults.client_secret, help="as registered")
    add("--redirect-url", default=defaults.redirect_url, help="what redirect URIs begin with")


def _add_unknowns(group: argparse._ArgumentGroup, defaults: HarvestConfig) -> None:
    def add_switch(name: str, text: str) -> None:
        default = getattr(defaults, name.replace("-", "_"))
        group.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, default=default, help=text
        )

    add_switch("cursor-links", "do links to the next page hold a cursor")
    group.add_argument(
        "--page-links",
        dest="cursor_links",
        action="store_false",
        default=argparse.SUPPRESS,
        help="the same as --no-cursor-links",
    )
    add_switch("single-use-refresh", "does a refresh token die with its use")
    group.add_argument(
        "--token-lifetime", type=_some, default=defaults.token_lifetime, help="in seconds"
    )
    add_switch("revocation", "is there an endpoint that ends a grant; the real one has none")
    add_switch("retry-after", "does a 429 name a wait")
    add_switch("managers-see-all", "does a manager see everybody's entries, or what they lead")
    add_switch("permissions-claims", "does a user show what they may")
    add_switch("members-see-company", "may a Member read the company")
    group.add_argument(
        "--largest-page",
        type=_some,
        default=defaults.largest_page,
        help="records in an answer at most, up to Harvest's own 2000",
    )


def _add_trouble(group: argparse._ArgumentGroup, defaults: HarvestConfig) -> None:
    add = group.add_argument
    add("--latency", type=_seconds, default=defaults.latency, help="seconds an API answer takes")
    add("--rate-limit", type=_count, default=defaults.rate_limit, help="per 15 seconds; 0 is none")
    add("--hang-seconds", type=_seconds, default=defaults.hang_seconds, help="of the fault `hang`")
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
