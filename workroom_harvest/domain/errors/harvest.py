"""Errors of Harvest, and of the grant by which it is asked."""

from workroom_harvest.domain.errors.base import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum


class HarvestError(HarvestImportError):
    """Harvest could not serve a request."""


class TransientHarvestError(HarvestError):
    """A failure at Harvest that may be over at the next try.

    `retry_after` is the number of seconds that Harvest asked to wait, or None where it named none.
    """

    def __init__(
        self, code: Code | None = None, /, *, retry_after: float | None = None, **data: Datum
    ) -> None:
        super().__init__(code, **data)
        self.retry_after = retry_after


class HarvestUnavailable(TransientHarvestError):
    """Harvest did not answer in time, or answered with 429 or 5xx, or somebody else answered."""


class MalformedResponse(TransientHarvestError):
    """Harvest's answer cannot be read as what was asked for."""

    only_code = Code.HARVEST_MALFORMED


class UnusableList(HarvestError):
    """Harvest's list never ends, or ends too soon each time: asking again does not help."""


class RequestRejected(HarvestError):
    """Harvest answered 400 or 422 in its own form. The same request will be rejected again."""

    only_code = Code.HARVEST_REQUEST_REJECTED


class Forbidden(RequestRejected):
    """Harvest answered 403: the connected Harvest user may not see this."""


class ResourceMissing(RequestRejected):
    """Harvest answered 404: a stale address, a wrong account, or an object hidden from the user."""


class TokenRefused(HarvestError):
    """Harvest answered 401: the access token is expired or revoked."""

    only_code = Code.HARVEST_TOKEN_REFUSED


class GrantRevoked(HarvestError):
    """Harvest no longer knows the grant behind a refresh token or an authorization code."""

    only_code = Code.HARVEST_GRANT_UNKNOWN


class ReconnectNeeded(HarvestImportError):
    """The connection cannot be used until a person reconnects. The code says why."""


class TokensUnreadable(HarvestImportError):
    """The stored tokens cannot be decrypted: another key, another row, or a changed bit."""

    only_code = Code.TOKENS_UNREADABLE
