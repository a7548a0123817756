"""The meaning of the refusals of Harvest's OAuth service."""

from datetime import datetime

import httpx
from authlib.oauth2.base import OAuth2Error

from workroom_harvest.adapters.harvest.retries import requested_wait
from workroom_harvest.domain.errors import GrantRevoked, HarvestUnavailable
from workroom_harvest.domain.messages import Code

OUR_FAULTS = ("invalid_client", "unauthorized_client", "invalid_request", "unsupported_grant_type")
"""The OAuth errors that are about the client's own credentials or request."""


def unavailable(response: httpx.Response, now: datetime) -> HarvestUnavailable:
    """Return the error for a status of a rate limit, a failure, or something in between.

    `now` is the current instant in UTC.
    """
    wait = requested_wait(response, now)
    status = response.status_code
    if status < httpx.codes.INTERNAL_SERVER_ERROR and status != httpx.codes.TOO_MANY_REQUESTS:
        return HarvestUnavailable(Code.HARVEST_INTERCEPTED, retry_after=wait, status=status)
    return HarvestUnavailable(Code.HARVEST_SERVER_ERROR, retry_after=wait, status=status)


def token_refusal(error: OAuth2Error) -> GrantRevoked | HarvestUnavailable:
    """Return the error for an OAuth error of the token endpoint.

    Only `invalid_grant` ends a grant.
    """
    if error.error == "invalid_grant":
        return GrantRevoked()
    if error.error not in OUR_FAULTS:
        return HarvestUnavailable(Code.HARVEST_UNKNOWN_REFUSAL)
    # The client's own credentials are wrong; reconnecting would not help.
    return HarvestUnavailable(Code.HARVEST_APP_REFUSED, error=str(error.error))
