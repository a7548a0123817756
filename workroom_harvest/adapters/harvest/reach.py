"""The check who answers at Harvest's addresses."""

from collections.abc import Callable

import httpx

from workroom_harvest.adapters.certificates import is_unverified
from workroom_harvest.adapters.harvest.verdicts import answers
from workroom_harvest.domain.ports.harvest import Reach

UNKNOWN_TOKEN = "none"  # noqa: S105 because nobody has it
"""An access token that nobody has.

Harvest's refusal of such a token is recorded, unlike its refusal of a request without one.
"""


def reach(ask: Callable[[], httpx.Response]) -> Reach:
    """Return who answered one request with the `UNKNOWN_TOKEN`. Never raises `httpx.HTTPError`."""
    try:
        response = ask()
    except httpx.HTTPError as error:
        return Reach.UNVERIFIED if is_unverified(error) else Reach.SILENT
    return Reach.ANSWERS if answers(response) else Reach.SOMEBODY_ELSE
