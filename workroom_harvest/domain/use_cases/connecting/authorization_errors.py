"""The errors with which Harvest's consent screen sends a browser back.

They are those of RFC 6749, section 4.1.2.1; Harvest documents none of them. The error stands in the
address, where anybody can write anything, so only the errors listed here are ever shown.
"""

from collections.abc import Mapping

from workroom_harvest.domain.errors import AuthorizationRefused
from workroom_harvest.domain.messages import Code

_CODES: Mapping[str, Code] = {
    "access_denied": Code.AUTHORIZATION_DENIED,
    "unauthorized_client": Code.AUTHORIZATION_APP_REFUSED,
    "invalid_scope": Code.AUTHORIZATION_APP_REFUSED,
    "invalid_request": Code.AUTHORIZATION_REQUEST_REFUSED,
    "unsupported_response_type": Code.AUTHORIZATION_REQUEST_REFUSED,
    "server_error": Code.AUTHORIZATION_TEMPORARY,
    "temporarily_unavailable": Code.AUTHORIZATION_TEMPORARY,
}


def refused(error: str) -> AuthorizationRefused:
    """Return the exception for the `error` of an answer that is known to be Harvest's."""
    code = _CODES.get(error)
    if code is None:
        return AuthorizationRefused(Code.AUTHORIZATION_UNKNOWN)
    return AuthorizationRefused(code, error=error)
