"""The options of a local Harvest."""

from dataclasses import dataclass


@dataclass
class HarvestConfig:
    """The options, which may be changed while it runs.

    - `latency`: seconds that each answer of the API takes at least, its own work among them.
    - `rate_limit`: requests per token in 15 seconds, 0 for no limit.
    - `retry_after`: whether a 429 tells how long to wait. The documentation says so, the one
      recording has none.
    - `cursor_links`: which of the two forms `links` have.
    - `single_use_refresh`: whether a refresh token is invalid after its use, which is unknown.
    - `token_lifetime`: seconds.
    - `revocation`: whether there is an RFC 7009 endpoint, which the real Harvest does not have.
    - `managers_see_all`: whether a manager sees everybody's entries. As documented they see their
      own, their teammates' and those of projects they manage
      (https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/), and of the
      administrators' lists what they manage.
    - `permissions_claims`: whether a user record has them: seen in 2022, not documented.
    - `members_see_company`: whether a Member may read the company. It is documented otherwise, yet
      apps for Members ask for it.
    - `hang_seconds`: how long the fault `hang` delays an answer.
    - `largest_page`: how many records an answer has at most, up to Harvest's own 2000; whoever
      asks for more gets that many, and the rest by the links.
    """

    client_id: str = "local-client"
    client_secret: str = "local-secret"
    redirect_url: str = "http://127.0.0.1"
    latency: float = 0.0
    rate_limit: int = 100
    retry_after: bool = True
    cursor_links: bool = True
    single_use_refresh: bool = True
    token_lifetime: int = 1209600
    revocation: bool = True
    managers_see_all: bool = False
    permissions_claims: bool = True
    members_see_company: bool = False
    hang_seconds: float = 120.0
    largest_page: int = 2000
