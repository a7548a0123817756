"""Words for the errors with which Harvest sends a browser back from its consent screen.

The codes are those of RFC 6749, section 4.1.2.1. A code stands in the address, where anybody can
write anything: only codes that are known here are ever shown. Harvest documents none of them.
"""

from collections.abc import Mapping

DENIED = "No new connection: access was denied there. Nothing was stored."
UNMARKED = (
    "No new connection: this answer names an error, and does not say whether it belongs to a "
    "connection that you started here. Nothing was stored."
)
UNKNOWN = (
    "Harvest sent you back with an error that Workroom does not know. Nothing was stored. If it "
    "happens again, tell whoever runs Workroom."
)
OURS = (
    "Harvest did not take Workroom's request ({code}). Nothing was stored. If it happens again, "
    "tell whoever runs Workroom: {remedy}"
)
CHECK_THE_APP = "HARVEST_CLIENT_ID and the app that is registered at Harvest have to fit together."
REPORT = "its log and the Harvest plugin's version are what support needs."
TEMPORARY = "Harvest has a problem just now ({code}). Nothing was stored. Wait a few minutes first."

_SENTENCES: Mapping[str, str] = {
    "access_denied": DENIED,
    "unauthorized_client": OURS.format(code="unauthorized_client", remedy=CHECK_THE_APP),
    "invalid_scope": OURS.format(code="invalid_scope", remedy=CHECK_THE_APP),
    "invalid_request": OURS.format(code="invalid_request", remedy=REPORT),
    "unsupported_response_type": OURS.format(code="unsupported_response_type", remedy=REPORT),
    "server_error": TEMPORARY.format(code="server_error"),
    "temporarily_unavailable": TEMPORARY.format(code="temporarily_unavailable"),
}


def sentence(code: str) -> str:
    """What happened and what to do, for the code of an answer that is known to be Harvest's."""
    return _SENTENCES.get(code, UNKNOWN)
