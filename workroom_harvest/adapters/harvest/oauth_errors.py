"""What the refusals of Harvest's OAuth server mean."""

from datetime import datetime

import httpx
from authlib.oauth2.base import OAuth2Error

from workroom_harvest.adapters.harvest.list_decoder import LATER
from workroom_harvest.adapters.harvest.retries import requested_wait
from workroom_harvest.adapters.harvest.verdicts import NOT_HARVEST
from workroom_harvest.domain.errors import GrantRevoked, HarvestUnavailable

OUR_FAULTS = ("invalid_client", "unauthorized_client", "invalid_request", "unsupported_grant_type")


def unavailable(response: httpx.Response, now: datetime) -> HarvestUnavailable:
    """Return the error for a status of a limit, of a problem, or of something in between."""
    wait = requested_wait(response, now)
    status = response.status_code
    if status < httpx.codes.INTERNAL_SERVER_ERROR and status != httpx.codes.TOO_MANY_REQUESTS:
        return HarvestUnavailable(f"{NOT_HARVEST.format(status)} {LATER}", wait)
    return HarvestUnavailable(f"Harvest has a problem ({status}). {LATER}", wait)


def token_refusal(error: OAuth2Error) -> GrantRevoked | HarvestUnavailable:
    """Return the error for an OAuth error of the token endpoint; only one of them ends a grant."""
    if error.error == "invalid_grant":
        return GrantRevoked("Harvest does not know this grant.")
    if error.error not in OUR_FAULTS:
        return HarvestUnavailable(f"{NOT_HARVEST.format('an unknown refusal')} {LATER}")
    # Our own credentials: no reason to let people reconnect.
    return HarvestUnavailable(
        f"Harvest refused to issue tokens ({error.error}). "
        "If this persists, check HARVEST_CLIENT_ID and HARVEST_CLIENT_SECRET."
    )
