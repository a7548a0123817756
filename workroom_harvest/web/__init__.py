"""The pages and commands. Each reads its input, calls a use case and answers."""

from flask import Flask, Response, request

from workroom_harvest.web.cli import commands
from workroom_harvest.web.host_widgets import marketplace_tile, settings_entry
from workroom_harvest.web.routes import blueprint
from workroom_harvest.web.security_headers import set_security_headers


def register(app: Flask, url_prefix: str) -> None:
    """Register the pages, the commands and the two widgets for a host's templates with the app."""
    app.register_blueprint(blueprint(), url_prefix=url_prefix)

    def secure_unrouted(response: Response) -> Response:
        """Set the headers also where no route matched, so that the app answered by itself."""
        is_ours = request.path == url_prefix or request.path.startswith(f"{url_prefix}/")
        return set_security_headers(response) if is_ours else response

    app.after_request(secure_unrouted)
    app.cli.add_command(commands)
    app.jinja_env.globals["harvest_settings_entry"] = settings_entry
    app.jinja_env.globals["harvest_marketplace_tile"] = marketplace_tile
