"""The use case that goes back to the connected Harvest account."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


@dataclass(frozen=True)
class DeclineAccount:
    """Destroy the grant that waits to be confirmed; the connection stays as it is."""

    store: Store
    oauth: HarvestOAuth

    def __call__(self, member: Member, session: str) -> bool:
        """Return whether the grant at Harvest has ended as well.

        It is True if no grant of this member and session waits. Raise `StoreUnavailable` if the
        database does not answer, and the grant may still be there.
        """
        asked = AuthorizationRequest(member.studio_id, member.id, hashed(session))
        grant = None
        try:
            with self.store.transaction() as tx:
                grant = tx.pending_grants.take(asked)
                tx.commit()
        except StoreUnavailable:
            # If the commit succeeded, the tokens at hand are the only ones left.
            if grant is None or self._still_waits(asked):
                raise
        return grant is None or self.oauth.revoke(grant.tokens)

    def _still_waits(self, asked: AuthorizationRequest) -> bool:
        with self.store.transaction() as tx:
            return tx.pending_grants.waiting(asked) is not None
