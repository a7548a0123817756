"""A grant of the local Harvest, given by its consent screen without a browser."""

from dataclasses import dataclass

import httpx

ADMIN = "admin@big.example"
AGENT = {"User-Agent": "benchmark (tests@workroom.example)"}
CLIENT = {"client_id": "local-client", "client_secret": "local-secret"}
LIFETIME = 14 * 86400
"""Seconds for which the local Harvest's access tokens are valid unless told otherwise."""


@dataclass(frozen=True)
class Grant:
    """The tokens of a grant."""

    access: str
    refresh: str


def consent(harvest_url: str, account: str = "") -> Grant:
    """Return a grant of the administrator's, for one account or, without one, for all of them."""
    redirect_uri = "http://127.0.0.1/back"
    query = {**CLIENT, "response_type": "code", "redirect_uri": redirect_uri}
    form = {"user": ADMIN, "account": account, "decision": "authorize"}
    with httpx.Client(headers=AGENT, base_url=harvest_url) as client:
        back = client.post("/oauth2/authorize", params=query, data=form)
        code = httpx.URL(back.headers["Location"]).params["code"]
        given = {"grant_type": "authorization_code", "code": code, **CLIENT}
        tokens = client.post("/api/v2/oauth2/token", data=given).json()
    return Grant(tokens["access_token"], tokens["refresh_token"])
