"""The routes of Harvest ID."""

from flask import Blueprint

from demo.harvest.harvest_id.accounts import accounts
from demo.harvest.harvest_id.consent import authorize
from demo.harvest.harvest_id.tokens import revoke, token


def harvest_id_blueprint() -> Blueprint:
    """Return the routes of Harvest ID; the token endpoint is also reached by its older version."""
    pages = Blueprint("id", __name__, template_folder="templates")
    pages.add_url_rule("/oauth2/authorize", "authorize", authorize, methods=["GET", "POST"])
    for version in ("v1", "v2"):
        pages.add_url_rule(
            f"/api/{version}/oauth2/token", f"token__{version}", token, methods=["POST"]
        )
        pages.add_url_rule(f"/api/{version}/accounts", f"accounts__{version}", accounts)
    pages.add_url_rule("/oauth2/revoke", "revoke", revoke, methods=["POST"])
    return pages
