"""Workroom as a Flask app with the plugin registered, as a real host would wire it."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from demo.workroom import cli, config, mails, pages, sign_in, timelog_pages, words
from demo.workroom.harvest_host import (
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    WorkroomTimelogs,
)
from demo.workroom.models import db
from workroom_harvest import WorkroomHarvest

harvest = WorkroomHarvest(
    db=db,
    people=WorkroomPeople(),
    access=WorkroomAccess(),
    catalogue=WorkroomCatalogue(),
    timelogs=WorkroomTimelogs(),
)
csrf = CSRFProtect()


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return Workroom with its settings from the environment, unless `overrides` has them."""
    app = Flask(__name__)
    app.config.from_mapping(config.from_environment(app.instance_path))
    app.config.from_mapping(overrides or {})
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url(app.config["DATABASE_URL"])
    options = config.engine_options(app.config["DATABASE_URL"])
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        **options,
        **app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {}),
    }
    db.init_app(app)
    words.install(app)
    app.register_blueprint(sign_in.blueprint)
    csrf.init_app(app)  # after the sign-in, so that its error page knows who is there
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(timelog_pages.blueprint)
    pages.install_error_pages(app)
    cli.register(app)
    harvest.init_app(app)
    # It checks its own tokens, and a form that is too old comes back with what was chosen in it.
    csrf.exempt(app.blueprints["workroom_harvest"])
    mails.listen(app)
    return app
