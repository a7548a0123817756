"""What can be chosen about the local Harvest."""

from dataclasses import dataclass


@dataclass
class HarvestConfig:
    """Options; those about what nobody knows of the real Harvest say so. Mutable at run time.

    `latency` is seconds before each answer of the API; `rate_limit` requests per 15 seconds and
    token, 0 for none. `retry_after` tells whether a 429 names a wait: the documentation says yes,
    the one recording has none. `cursor_links` chooses between both forms of `links`.
    `single_use_refresh` lets an old refresh token die with its use: unknown. `token_lifetime` is
    seconds. `revocation` offers an RFC 7009 endpoint, which the real Harvest has not.
    A manager sees their own entries, their teammates' and those of projects they manage, as
    documented: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ , and of
    the administrators' lists what they lead; `managers_see_all` shows them everybody's.
    `permissions_claims` shows these with a user: seen in 2022, not documented.
    `members_see_company` lets a Member read the company:
    documented otherwise, yet apps for Members ask for it. `hang_seconds` is how long the fault
    `hang` keeps a call waiting. `largest_page` is how many records an answer holds at most; whoever
    asks for more gets that many and the rest by the links, up to Harvest's own 2000.
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
