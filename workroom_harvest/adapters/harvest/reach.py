"""Who is met at Harvest's addresses."""

from collections.abc import Callable

import httpx

from workroom_harvest.adapters.certificates import is_unverified
from workroom_harvest.domain.ports.harvest import Reach


def reach(ask: Callable[[], object]) -> Reach:
    """What came of one request, whatever the answer to it says."""
    try:
        ask()
    except httpx.HTTPError as error:
        return Reach.UNVERIFIED if is_unverified(error) else Reach.SILENT
    return Reach.ANSWERS
