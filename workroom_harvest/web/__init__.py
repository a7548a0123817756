"""The pages and commands: form in, use case, answer out."""

from flask import Flask, Response, request

from workroom_harvest.web.cli import commands
from workroom_harvest.web.host_widgets import marketplace_tile, settings_entry
from workroom_harvest.web.routes import blueprint, guard


def register(app: Flask, url_prefix: str) -> None:
    """Hang the pages, the commands and the two parts for a host's templates into the app."""
    app.register_blueprint(blueprint(), url_prefix=url_prefix)

    def guard_the_rest(response: Response) -> Response:
        """An address or a method that is none of the blueprint's is answered by the app."""
        ours = request.path == url_prefix or request.path.startswith(f"{url_prefix}/")
        return guard(response) if ours else response

    app.after_request(guard_the_rest)
    app.cli.add_command(commands)
    app.jinja_env.globals["harvest_settings_entry"] = settings_entry
    app.jinja_env.globals["harvest_marketplace_tile"] = marketplace_tile
