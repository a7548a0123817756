"""A host that looks like nothing in the demo: a layout with scripts of its own, and other clothes.

Its menu stands at the side, its type is a serif, its corners are square. Its layout runs an inline
script and has an inline style, which a strict policy would stop without a word.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, render_template, send_from_directory
from jinja2 import FileSystemLoader

from tests.support.second_host import SecondHost

FOLDER = Path(__file__).parent
NONCE = "an-example-that-never-changes"
POLICY = (
    f"default-src 'self'; script-src 'self' 'nonce-{NONCE}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; "
    "form-action *"
)
"""A policy of the host's own for all of its pages."""


class Atelier(SecondHost):
    """The second host behind a layout. With a policy of its own it names that on every answer.

    Its page `/menu` has both parts of the plugin's, and its own
    menu tells of Harvest in markup of its own.
    """

    engine_options: Mapping[str, Any] = {"connect_args": {"timeout": 30}}

    def __init__(self, config: Mapping[str, Any], *, policy: str | None = None) -> None:
        super().__init__(config)
        self.policy = policy
        self.app.jinja_loader = FileSystemLoader(FOLDER / "templates")
        self.app.jinja_env.globals["nonce"] = NONCE
        self.app.add_url_rule(
            "/clothes/<name>", "clothes", lambda name: send_from_directory(FOLDER / "static", name)
        )
        self.app.add_url_rule("/menu", "menu", lambda: render_template("atelier/menu.html"))
        self.app.after_request(self._name_policy)

    def _name_policy(self, response: Response) -> Response:
        """What a host does that lets single pages have another policy than the others."""
        if self.policy:
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
