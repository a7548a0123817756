"""The headers that every request must have: User-Agent and a token."""

from flask import request

from demo.harvest.errors import RefusedError, invalid_token, missing_user_agent
from demo.harvest.state import Grant, current_state


def require_user_agent() -> None:
    """Raise `RefusedError` without a User-Agent; Harvest ID wants one too, as observed."""
    if not request.headers.get("User-Agent", "").strip():
        raise RefusedError(missing_user_agent())


def require_grant() -> Grant:
    """Return the grant of the token in the header, or in the query, which is documented too.

    Raises `RefusedError` with a 401 for a missing, unknown or expired token.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = request.args.get("access_token", "")
    state = current_state()
    grant = state.by_access.get(token.strip())
    if grant is None or grant.expires_at <= state.now().timestamp():
        raise RefusedError(invalid_token())
    return grant
