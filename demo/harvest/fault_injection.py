"""Faults that strike inside Harvest: the answer of a view is broken on request."""

from collections.abc import Callable

from flask import Response

from demo.harvest.errors import error_of_status
from demo.harvest.misbehaviour import misbehave
from demo.harvest.state import current_state


def answer_with_faults(
    endpoint: str, answer: Callable[[], Response], *, page: int = 1, account_id: int | None = None
) -> Response:
    """Return what `answer` gives, or what the first fault that applies makes of it."""
    state = current_state()
    fault = state.take_fault(endpoint, page, account_id)
    if fault is None:
        return answer()
    return misbehave(fault.kind, answer, error_of_status, state.config.hang_seconds)
