"""The accounts that a token opens."""

from flask import Response, jsonify, request

from demo.harvest.credentials import require_grant, require_user_agent
from demo.harvest.errors import RefusedError
from demo.harvest.fault_injection import answer_with_faults
from demo.harvest.state import Grant, State, current_state


def accounts() -> Response:
    """Answer all Forecast accounts, then those of the token; no account header is needed."""
    state = current_state()
    state.count("accounts", request.headers)
    try:
        require_user_agent()
        grant = require_grant()
    except RefusedError as refused:
        return refused.response
    return answer_with_faults("accounts", lambda: _person_and_accounts(state, grant))


def _person_and_accounts(state: State, grant: Grant) -> Response:
    world = state.world
    shown = [one for one in world.accounts.values() if one.product == "forecast"]
    shown += [world.accounts[one] for one in grant.account_ids]
    person = {
        "id": grant.user.id + 1_000_000,
        "first_name": grant.user.first_name,
        "last_name": grant.user.last_name,
        "email": grant.user.email,
    }
    listed = [{"id": one.id, "name": one.name, "product": one.product} for one in shown]
    return jsonify(user=person, accounts=listed)
