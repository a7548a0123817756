"""The pages and commands: form in, use case, answer out."""

from flask import Flask

from workroom_harvest.web.cli import commands
from workroom_harvest.web.host_parts import marketplace_tile, settings_entry
from workroom_harvest.web.routes import blueprint


def register(app: Flask, url_prefix: str) -> None:
    """Hang the pages, the commands and the two parts for a host's templates into the app."""
    app.register_blueprint(blueprint(), url_prefix=url_prefix)
    app.cli.add_command(commands)
    app.jinja_env.globals["harvest_settings_entry"] = settings_entry
    app.jinja_env.globals["harvest_marketplace_tile"] = marketplace_tile
