"""The routes of the control addresses."""

from flask import Blueprint, Response

from demo.harvest.control.content import add_entry, change_entry, change_user, rename_account, users
from demo.harvest.control.server import (
    clock,
    config,
    expire,
    faults,
    reset_stats,
    revoke,
    stats,
)


def control_blueprint() -> Blueprint:
    """Return the routes below /_control, which take and give JSON; a value of no use is a 400."""
    control = Blueprint("control", __name__, url_prefix="/_control")
    for expected in (KeyError, TypeError, ValueError, AttributeError):
        control.register_error_handler(expected, _bad_request)
    control.add_url_rule("/stats", "stats", stats)
    control.add_url_rule("/reset-stats", "reset_stats", reset_stats, methods=["POST"])
    control.add_url_rule("/faults", "faults", faults, methods=["POST", "DELETE"])
    control.add_url_rule("/config", "config", config, methods=["POST"])
    control.add_url_rule("/clock", "clock", clock, methods=["POST"])
    control.add_url_rule("/revoke", "revoke", revoke, methods=["POST"])
    control.add_url_rule("/expire", "expire", expire, methods=["POST"])
    control.add_url_rule("/entries", "entries", add_entry, methods=["POST"])
    control.add_url_rule(
        "/entries/<int:entry_id>", "entry", change_entry, methods=["PATCH", "DELETE"]
    )
    control.add_url_rule("/users", "users", users)
    control.add_url_rule("/users/<int:user_id>", "user", change_user, methods=["PATCH"])
    control.add_url_rule("/accounts/<int:account_id>", "account", rename_account, methods=["PATCH"])
    return control


def _bad_request(error: Exception) -> Response:
    return Response(f"that makes no sense here: {error}", 400, mimetype="text/plain")
