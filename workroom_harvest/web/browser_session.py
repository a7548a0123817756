"""The secret by which a browser session is recognised when it comes back from Harvest."""

import secrets

from flask import session

BROWSER_KEY = "workroom_harvest_browser"
"""The session's key of the secret."""


def browser_secret() -> str:
    """Return the secret of the browser session, or an empty text if it was never sent to Harvest.

    No authorization begins with an empty secret, so none is found by it.
    """
    return str(session.get(BROWSER_KEY, ""))


def make_browser_secret() -> str:
    """Return the secret of the browser session, which is made if need be."""
    session.setdefault(BROWSER_KEY, secrets.token_urlsafe(32))
    return browser_secret()
