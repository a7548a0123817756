"""The local Harvest as a Flask app."""

from datetime import UTC, datetime

from flask import Flask, Response
from werkzeug.routing import IntegerConverter

from demo.harvest.api.routes import api_blueprint
from demo.harvest.config import HarvestConfig
from demo.harvest.control.routes import control_blueprint
from demo.harvest.errors import page_not_found
from demo.harvest.faults import Fault
from demo.harvest.harvest_id.routes import harvest_id_blueprint
from demo.harvest.proxy_middleware import install_proxies
from demo.harvest.state import KEY, State
from demo.harvest.world import World
from demo.harvest.worlds import demo_world


def create_harvest(
    config: HarvestConfig | None = None,
    world: World | None = None,
    faults: list[Fault] | None = None,
) -> Flask:
    """Return a new Harvest, which shares nothing with others and stores nothing on disk.

    By default it has the two studios of `demo_world`, and no faults.
    """
    app = Flask(__name__)
    # Both must be set before the routes are built.
    app.url_map.converters["int"] = _IdConverter
    app.url_map.merge_slashes = False
    app.extensions[KEY] = State(
        config or HarvestConfig(), world or demo_world(datetime.now(UTC).date()), faults or []
    )
    app.register_blueprint(harvest_id_blueprint())
    app.register_blueprint(api_blueprint("v2"), url_prefix="/v2")
    app.register_blueprint(api_blueprint("api_v2"), url_prefix="/api/v2")
    app.register_blueprint(control_blueprint())
    install_proxies(app)
    for status in (404, 405):
        app.register_error_handler(status, _unknown_address)
    return app


class _IdConverter(IntegerConverter):
    """Matches ids of at most 19 digits; a longer one is an unknown address."""

    regex = r"\d{1,19}"


def _unknown_address(_: Exception) -> Response:
    return page_not_found()
