"""The local Harvest as a Flask app."""

from datetime import UTC, datetime

from flask import Flask, Response
from werkzeug.routing import IntegerConverter

from demo.harvest import api, control, errors, login
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
from demo.harvest.front import stand_before
from demo.harvest.state import KEY, State
from demo.harvest.world import World
from demo.harvest.worlds import demo_world


def create_harvest(
    config: HarvestConfig | None = None,
    world: World | None = None,
    faults: list[Fault] | None = None,
) -> Flask:
    """A Harvest of its own: nothing is shared with another, nothing is stored."""
    app = Flask(__name__)
    # Before the routes, which are built with both.
    app.url_map.converters["int"] = _Id
    app.url_map.merge_slashes = False
    app.extensions[KEY] = State(
        config or HarvestConfig(), world or demo_world(datetime.now(UTC).date()), faults or []
    )
    app.register_blueprint(login.blueprint())
    app.register_blueprint(api.blueprint("v2"), url_prefix="/v2")
    app.register_blueprint(api.blueprint("api_v2"), url_prefix="/api/v2")
    app.register_blueprint(control.blueprint())
    stand_before(app)
    for status in (404, 405):
        app.register_error_handler(status, _lost)
    return app


class _Id(IntegerConverter):
    """As long as an id may be: more digits than Python converts lead nowhere."""

    regex = r"\d{1,19}"


def _lost(_: Exception) -> Response:
    return errors.lost()
