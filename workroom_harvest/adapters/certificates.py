"""The difference between a certificate that cannot be verified and a network that is down."""

import ssl


def is_unverified(error: BaseException | None) -> bool:
    """Return whether an error was caused by a certificate that cannot be verified."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
