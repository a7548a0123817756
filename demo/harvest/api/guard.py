"""What every call of the API passes before its view.

Source: https://help.getharvest.com/api-v2/introduction/overview/general/ .
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Response, g, request

from demo.harvest.api.paging import requested_slice
from demo.harvest.credentials import require_grant, require_user_agent
from demo.harvest.errors import RefusedError, invalid_token, not_found, rate_limited
from demo.harvest.fault_injection import answer_with_faults
from demo.harvest.models import User
from demo.harvest.state import Grant, State, current_state

View = Callable[..., Response]


def guarded(endpoint: str, view: View) -> View:
    """Return the view behind authentication, the rate limit, the set latency and faults.

    `endpoint` is the name by which requests are counted and faults are chosen.
    """

    @wraps(view)
    def answer(**arguments: Any) -> Response:
        state = current_state()
        try:
            grant = _authenticate(state, endpoint)
            if state.exceeds_rate_limit(grant.access):
                raise RefusedError(rate_limited(15.0 if state.config.retry_after else None))
            with _lasting(state.config.latency):
                page = requested_slice().page if not arguments else 1
                return answer_with_faults(
                    endpoint, lambda: view(**arguments), page=page, account_id=g.account_id
                )
        except RefusedError as refused:
            return refused.response

    return answer


@contextmanager
def _lasting(seconds: float) -> Iterator[None]:
    """Let what is done within take at least that many seconds."""
    ends = time.monotonic() + seconds
    try:
        yield
    finally:
        time.sleep(max(0.0, ends - time.monotonic()))


def _authenticate(state: State, endpoint: str) -> Grant:
    """Count the request, set `g.account_id` and `g.user`, and return the grant of the token."""
    state.count(endpoint, request.headers)
    require_user_agent()
    grant = require_grant()
    account_id = request.headers.get("Harvest-Account-Id") or request.args.get("account_id")
    if not account_id:
        raise RefusedError(invalid_token())
    if account_id not in map(str, grant.account_ids):
        raise RefusedError(not_found())
    g.account_id = int(account_id)
    g.user = _user_of_account(state, grant.user, g.account_id)
    return grant


def _user_of_account(state: State, user: User, account_id: int) -> User:
    """Return the person's user in the account; one e-mail address may have users in several."""
    for candidate in state.world.users.values():
        if candidate.account_id == account_id and candidate.email.lower() == user.email.lower():
            return candidate
    raise RefusedError(not_found())
