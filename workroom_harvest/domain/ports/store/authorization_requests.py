"""The trips to Harvest's consent screen that have not come back."""

from datetime import timedelta
from typing import Protocol

from workroom_harvest.domain.connection import AuthorizationRequest


class AuthorizationRequests(Protocol):
    """The pending authorizations: trips to the consent screen, each of which can be taken once."""

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        """Store the request under the hash of its state for `lifetime`, and delete expired ones."""

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        """Delete the request and return it.

        Return None if it has expired, was taken before, or never existed.
        """
