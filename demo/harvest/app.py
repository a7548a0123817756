"""The local Harvest as a Flask app."""

from datetime import UTC, datetime

from flask import Flask, Response

from demo.harvest import api, control, errors, login
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
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
    app.extensions[KEY] = State(
        config or HarvestConfig(), world or demo_world(datetime.now(UTC).date()), faults or []
    )
    app.register_blueprint(login.blueprint())
    app.register_blueprint(api.blueprint("v2"), url_prefix="/v2")
    app.register_blueprint(api.blueprint("api_v2"), url_prefix="/api/v2")
    app.register_blueprint(control.blueprint())
    app.register_error_handler(404, _lost)
    return app


def _lost(_: Exception) -> Response:
    return errors.lost()
