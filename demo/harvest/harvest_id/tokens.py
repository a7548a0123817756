"""The token endpoint, and one that revokes a grant, which the real Harvest does not have."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from demo.harvest.bodies import body_fields
from demo.harvest.credentials import require_user_agent
from demo.harvest.errors import RefusedError
from demo.harvest.fault_injection import answer_with_faults
from demo.harvest.state import Grant, State, current_state

INVALID_CLIENT = (
    "The client identifier provided is invalid, the client failed to authenticate, the client did "
    "not include its credentials, provided multiple client credentials, or used unsupported "
    "credentials type."
)
INVALID_GRANT = (
    "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired "
    "authorization token, bad end-user password credentials, or mismatching authorization code "
    "and redirection URI)."
)


def token() -> Response:
    """Answer an exchange or a refresh.

    The client secret is taken from the body, a form or JSON, never from a header.
    """
    state = current_state()
    state.count("token", request.headers)
    try:
        require_user_agent()
    except RefusedError as refused:
        return refused.response
    return answer_with_faults("token", _issue_tokens)


def _issue_tokens() -> Response:
    state, fields = current_state(), body_fields()
    if not _is_client(fields):
        return _oauth_error(401, "invalid_client", INVALID_CLIENT)
    with state.lock:
        if fields.get("grant_type") == "authorization_code":
            grant = _exchange(state, fields)
        elif fields.get("grant_type") == "refresh_token":
            grant = _refresh(state, fields)
        else:
            return _oauth_error(400, "unsupported_grant_type", "The grant type is not supported.")
    if grant is None:
        return _oauth_error(400, "invalid_grant", INVALID_GRANT)
    return jsonify(
        access_token=grant.access,
        refresh_token=grant.refresh,
        token_type="bearer",
        expires_in=state.config.token_lifetime,
    )


def _is_client(fields: Mapping[str, Any]) -> bool:
    config = current_state().config
    known = (fields.get("client_id"), fields.get("client_secret"))
    return known == (config.client_id, config.client_secret)


def _exchange(state: State, fields: Mapping[str, Any]) -> Grant | None:
    code = state.codes.pop(str(fields.get("code")), None)
    if code is None or code.expires_at <= state.now().timestamp():
        return None
    if fields.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        return None
    return state.issue(code.user, code.account_ids)


def _refresh(state: State, fields: Mapping[str, Any]) -> Grant | None:
    old = state.by_refresh.get(str(fields.get("refresh_token")))
    if old is None:
        return None
    state.requests["refreshes"] += 1
    if state.config.single_use_refresh:
        state.revoke(old)
    return state.issue(old.user, old.account_ids)


def _oauth_error(status: int, error: str, description: str) -> Response:
    response = jsonify(error=error, error_description=description)
    response.status_code = status
    return response


def revoke() -> Response:
    """Revoke the grant of an access or refresh token, as RFC 7009 has it; 404 by an option."""
    state = current_state()
    state.count("revoke", request.headers)
    if not state.config.revocation:
        return Response(status=404)
    return answer_with_faults("revoke", _revoke_grant)


def _revoke_grant() -> Response:
    state, fields = current_state(), body_fields()
    if not _is_client(fields):
        return _oauth_error(401, "invalid_client", INVALID_CLIENT)
    wanted = str(fields.get("token"))
    grant = state.by_refresh.get(wanted) or state.by_access.get(wanted)
    if grant is not None:
        state.revoke(grant)
    return Response(status=200)
