"""The grants of other Harvest accounts that nobody has confirmed yet."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from workroom_harvest.domain.connection import AuthorizationRequest, Tokens
from workroom_harvest.domain.pending_grant import PendingGrant


class PendingGrants(Protocol):
    """The pending grants, at most one per studio, member and browser session, with sealed tokens.

    One whose tokens no configured key opens cannot be confirmed or revoked, and counts as none.
    """

    def put(self, grant: PendingGrant, lifetime: timedelta) -> Tokens | None:
        """Store the grant for `lifetime`, and return the tokens of the one that it replaces."""

    def waiting(self, asked: AuthorizationRequest) -> PendingGrant | None:
        """Return the grant that this member can confirm in this browser session.

        Return None if there is none, or if it has expired.
        """

    def take(self, asked: AuthorizationRequest) -> PendingGrant | None:
        """Delete the grant that `waiting` would return, and return it.

        Of several transactions that take it at once, one gets it.
        """

    def take_all(self, studio_id: str) -> Sequence[Tokens]:
        """Delete the studio's grants, expired ones included, and return their tokens."""

    def take_expired(self, most: int) -> Sequence[Tokens]:
        """Delete up to `most` expired grants of any studio, and return their tokens."""

    def reseal(self) -> None:
        """Seal all tokens under the newest key; those that no configured key opens stay."""
