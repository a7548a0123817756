"""The way to Harvest's consent screen."""

from dataclasses import dataclass
from hashlib import sha256

from workroom_harvest.domain.connection import AUTHORIZATION_LIFETIME, AuthorizationRequest
from workroom_harvest.domain.ports.clock import Ids
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store


def hashed(secret: str) -> str:
    """How a state or a session is kept: enough to recognise it, of no use to a thief."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class StartAuthorization:
    """Send somebody to Harvest's consent screen."""

    store: Store
    oauth: HarvestOAuth
    ids: Ids

    def __call__(self, member: Member, session: str, redirect_uri: str) -> str:
        """The address of the consent screen. `session` is a secret of the browser session."""
        state = self.ids.secret()
        request = AuthorizationRequest(member.studio_id, member.id, hashed(session))
        with self.store.transaction() as tx:
            tx.authorization_requests.put(hashed(state), request, AUTHORIZATION_LIFETIME)
            tx.commit()
        return self.oauth.consent_url(state, redirect_uri)
