"""`flask init-db` and `flask seed`."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import Flask
from flask.cli import with_appcontext

from demo.workroom.seed import seed

HERE = Path(__file__).parent / "migrations"
# A host adds the plugin's folder to its own; each keeps a line of versions.
VERSIONS = (str(HERE / "versions"), "workroom_harvest:adapters/sql/migrations/versions")


def upgrade() -> None:
    """Bring all tables, ours and the plugin's, up to date; in an app context."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    command.upgrade(config, "heads")


def register(app: Flask) -> None:
    """Hang both commands into the app."""
    app.cli.add_command(init_db)
    app.cli.add_command(seed_command)


@click.command("init-db")
@with_appcontext
def init_db() -> None:
    """Create or upgrade all tables."""
    upgrade()
    click.echo("The database is up to date.")


@click.command("seed")
@with_appcontext
def seed_command() -> None:
    """Add the demo's studios."""
    seed()
    click.echo("The studios are there.")
