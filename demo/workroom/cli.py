"""The commands `flask init-db`, `flask seed` and `flask digest`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from flask import Flask
from flask.cli import with_appcontext

from demo.workroom.digest import send_digests
from demo.workroom.seed import seed

MIGRATIONS = Path(__file__).parent / "migrations"
# A host adds the plugin's folder to its own; each has a branch of versions.
OLD_DATABASE = (
    "This database was made by an older version of the demo. Remove it, or give another "
    "DATABASE_URL, and start again."
)
VERSIONS = (str(MIGRATIONS / "versions"), "workroom_harvest:adapters/sql/migrations/versions")


def upgrade() -> None:
    """Upgrade the tables of Workroom and of the plugin; this needs an app context."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    command.upgrade(config, "heads")


def register(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(init_db)
    app.cli.add_command(seed_command)
    app.cli.add_command(digest)


@click.command("init-db")
@with_appcontext
def init_db() -> None:
    """Create or upgrade all tables."""
    try:
        upgrade()
    except CommandError as error:
        # A revision that is in no folder: the tables are an older version's.
        raise click.ClickException(f"{error}. {OLD_DATABASE}") from error
    click.echo("The database is up to date.")


@click.command("seed")
@with_appcontext
def seed_command() -> None:
    """Add the demo's studios."""
    seed()
    click.echo("The studios are there.")


@click.command("digest")
@with_appcontext
def digest() -> None:
    """Mail last week's imports to each studio that had some: for a cron job on Mondays."""
    click.echo(f"Digests sent: {send_digests(datetime.now(UTC).date())}.")
