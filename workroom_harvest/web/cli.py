"""The commands `flask harvest …`, for the long-running processes and for operators."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from workroom_harvest.current import use_cases, workers
from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters import forgetting
from workroom_harvest.web.presenters.exports import as_text
from workroom_harvest.web.presenters.headline import window
from workroom_harvest.web.presenters.health import health_line
from workroom_harvest.web.presenters.sentences import error_sentence

commands = AppGroup("harvest", help="Import Harvest time entries.")
HOST_NAMES_UNCHECKED = (
    "neither TRUSTED_HOSTS nor SERVER_NAME is set, so whatever name a browser asks for goes to "
    "Harvest as the address to come back to. Set TRUSTED_HOSTS, unless a proxy looks at names."
)
"""What `flask harvest doctor` notes if the app accepts every host name."""

DAY = click.DateTime(["%Y-%m-%d"])


@contextmanager
def _errors_as_messages() -> Iterator[None]:
    """Print an error of the plugin as a sentence and exit with status 1, without a traceback."""
    try:
        yield
    except HarvestImportError as error:
        raise click.ClickException(error_sentence(error)) from error


@commands.command()
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
def worker(burst: bool) -> None:
    """Perform imports until told to stop."""
    with _errors_as_messages():
        workers().work(burst=burst)


@commands.command()
@click.option(
    "--every",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0.2, 60),
    help="Seconds between two looks.",
)
def scheduler(every: float) -> None:
    """Start the nightly imports at 02:00 UTC until told to stop."""
    with _errors_as_messages():
        workers().schedule(every=every)


@commands.command("import")
@click.argument("studio_id", metavar="STUDIO")
@click.option("--from", "first", type=DAY, help="First day; default is 14 days ago.")
@click.option("--to", "last", type=DAY, help="Last day; default is today.")
def import_(studio_id: str, first: datetime | None, last: datetime | None) -> None:
    """Import into the studio of this id now, in this process, and print the result."""
    with _errors_as_messages():
        if use_cases().show_overview(studio_id).connection is None:
            # Checked first, as the host may not know the studio, and is asked about it below.
            raise click.ClickException(
                f"Harvest is not connected for a studio {studio_id}. Take Workroom's own id, "
                "and connect it on its Harvest page first."
            )
        default = Days.default(use_cases().today(studio_id))
        period = Days(
            first.date() if first else default.first, last.date() if last else default.last
        )
        requested = use_cases().request_import(studio_id, None, period)
        while not requested.is_new:
            click.echo(f"Another import is on its way and comes first: {window(requested.run)}.")
            _perform_until_over(requested.run)
            requested = use_cases().request_import(studio_id, None, period)
        run = _perform_until_over(requested.run)
    click.echo(as_text(run))
    sys.exit(0 if run.status is RunStatus.FINISHED else 1)


def _perform_until_over(run: ImportRun) -> ImportRun:
    while not (run.is_over or run.is_resting):
        use_cases().perform_import(run.id)
        run = use_cases().show_run(run.studio_id, run.id)
        if not (run.is_over or run.is_resting):
            # A worker took the run first, or the time slice is over.
            time.sleep(0.5)
    return run


@commands.command()
def nightly() -> None:
    """Start the latest night's imports by hand, where they did not run yet."""
    with _errors_as_messages():
        done = use_cases().dispatch_due(by_hand=True)
    click.echo(f"Nightly imports started: {done.started}. Enqueued again: {done.requeued}.")
    if not done.started:
        click.echo(
            "A night starts once, for each studio that is connected and has Automated sync on, "
            "and not before its import that is under way has ended."
        )
    if done.waits:
        raise click.ClickException(
            f"Redis does not answer. Nights that are kept and start when it is back: {done.waits}."
        )


@commands.command()
def doctor() -> None:
    """Check all that an import needs; the exit status is 1 when something is amiss."""
    checks = use_cases().run_health_checks()
    for check in checks:
        mark = "ok  " if check.is_well else "FAIL"
        click.echo(f"{mark}  {health_line(check)}")
    if not (current_app.config.get("TRUSTED_HOSTS") or current_app.config.get("SERVER_NAME")):
        click.echo(f"note  Addresses: {HOST_NAMES_UNCHECKED}")
    sys.exit(0 if all(check.is_well for check in checks) else 1)


@commands.command()
def rekey() -> None:
    """Seal all tokens under the first of HARVEST_TOKEN_KEYS."""
    with _errors_as_messages():
        resealed = use_cases().rotate_token_keys()
    click.echo(f"Connections sealed under the newest key: {resealed.sealed}.")
    for studio_id in resealed.unreadable:
        click.echo(f"No key opens the tokens of studio {studio_id}: it has to reconnect.")
    sys.exit(1 if resealed.unreadable else 0)


@commands.command("forget-studio")
@click.argument("studio_id", metavar="STUDIO")
@click.option("--yes", is_flag=True, help="Erase without asking.")
def forget_studio(studio_id: str, yes: bool) -> None:
    """Erase all that the plugin keeps of the studio of this id. Its timelogs stay."""
    with _errors_as_messages():
        rows = use_cases().count_studio_rows(studio_id)
        if not rows:
            raise click.ClickException(forgetting.NOTHING_KEPT.format(studio_id))
        _print(forgetting.will_erase(studio_id, rows))
        if not yes:
            click.confirm("Erase it?", abort=True)
        forgotten = use_cases().forget_studio(studio_id)
    _print(forgetting.erased(studio_id, forgotten))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
