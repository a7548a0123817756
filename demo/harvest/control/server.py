"""Reading counts, and setting faults, options and grants."""

from typing import Any

from flask import Response, jsonify, request

from demo.harvest.bodies import body_fields
from demo.harvest.faults import Fault
from demo.harvest.models import stamp
from demo.harvest.state import current_state

FARTHEST = 1e9
"""The seconds by which the clock may be off: some thirty years."""


def stats() -> Response:
    """Answer the `requests` by endpoint, `refreshes` among them, and each endpoint's last headers.

    `swallowed` are the requests that a proxy answered, so that Harvest never saw them.
    """
    state = current_state()
    return jsonify(
        requests=dict(state.requests),
        swallowed=dict(state.swallowed),
        last_headers=state.last_headers,
        grants=len(state.by_refresh),
    )


def reset_stats() -> Response:
    """Count from 0 again."""
    current_state().requests.clear()
    current_state().swallowed.clear()
    current_state().last_headers.clear()
    return jsonify({})


def faults() -> Response:
    """Add a fault by POST of `{endpoint, page, kind, times, account}`, or DELETE all faults.

    `account` is optional, and `seconds` may replace `times`. A fault is also added by POST of
    `{fault: "endpoint:page:kind:times"}`, with or without `:account`; there seconds are a number
    followed by `s`, in the place of times. The answer lists all faults.
    """
    state = current_state()
    if request.method == "DELETE":
        state.faults.clear()
    else:
        fields = body_fields()
        state.faults.append(Fault.parse(fields["fault"]) if "fault" in fields else Fault(**fields))
    return jsonify([fault.as_dict() for fault in state.faults])


def config() -> Response:
    """Change options of `HarvestConfig`, and answer all of them."""
    options = vars(current_state().config)
    changes: dict[str, Any] = {}
    for name, value in body_fields().items():
        # Seconds may come as a whole number; stored as one, it would refuse fractions later.
        changes[name] = (
            float(value) if (type(options[name]), type(value)) == (float, int) else value
        )
        if type(changes[name]) is not type(options[name]):
            raise ValueError(name)
    options.update(changes)
    return jsonify(options)


def clock() -> Response:
    """Set the clock `ahead` by so many seconds, below 0 back, and answer what it shows."""
    state, ahead = current_state(), float(body_fields()["ahead"])
    if not abs(ahead) <= FARTHEST:
        raise ValueError("ahead")
    state.ahead = ahead
    return jsonify(now=stamp(state.now()))


def revoke() -> Response:
    """Revoke every grant, as a person can in their Harvest profile."""
    state = current_state()
    state.by_access.clear()
    state.by_refresh.clear()
    return jsonify({})


def expire() -> Response:
    """Let every access token expire; refresh tokens stay valid."""
    current_state().by_access.clear()
    return jsonify({})
