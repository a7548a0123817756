"""The pages and commands. Each reads its input, calls a use case and answers."""

from flask import Flask

from workroom_harvest.web import security_headers
from workroom_harvest.web.cli import commands
from workroom_harvest.web.host_widgets import harvest_status, marketplace_tile, settings_entry
from workroom_harvest.web.routes import blueprint


def register(app: Flask, url_prefix: str) -> None:
    """Register the pages, the commands and what a host's templates may call, with the app."""
    app.register_blueprint(blueprint(), url_prefix=url_prefix)
    security_headers.register(app, url_prefix)
    app.cli.add_command(commands)
    app.jinja_env.globals["harvest_settings_entry"] = settings_entry
    app.jinja_env.globals["harvest_marketplace_tile"] = marketplace_tile
    app.jinja_env.globals["harvest_status"] = harvest_status
