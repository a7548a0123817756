"""Telling a certificate that does not hold from a network that is down."""

import ssl


def is_unverified(error: BaseException | None) -> bool:
    """Return whether a certificate that does not hold is at the root of an error."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
