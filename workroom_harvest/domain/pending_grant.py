"""The grant of another Harvest account than the connected one, until a person has decided."""

from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount, Tokens

PENDING_LIFETIME = timedelta(minutes=10)
"""How long a person has to decide whether another account replaces the connected one."""


@dataclass(frozen=True, slots=True)
class PendingGrant:
    """A grant of another account than the connected one, which nothing uses before it is confirmed.

    `asked` names who may confirm it: the member who consented, in the browser session in which they
    did. The connection goes on with the former account meanwhile.
    """

    asked: AuthorizationRequest
    harvest_account: HarvestAccount
    tokens: Tokens
