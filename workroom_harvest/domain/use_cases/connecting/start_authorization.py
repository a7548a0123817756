"""The use case that sends a member to Harvest's consent screen."""

from dataclasses import dataclass
from hashlib import sha256

from workroom_harvest.domain.connection import AUTHORIZATION_LIFETIME, AuthorizationRequest
from workroom_harvest.domain.ports.clock import Ids
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store


def hashed(secret: str) -> str:
    """Return the SHA-256 of a state or a session, as it is stored: 64 hexadecimal digits.

    Whoever reads the database cannot use it, but the secret can be recognised by it.
    """
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class StartAuthorization:
    """Start an authorization for a member, in their browser session."""

    store: Store
    oauth: HarvestOAuth
    ids: Ids

    def __call__(self, member: Member, session: str, redirect_uri: str) -> str:
        """Return the address of the consent screen.

        `session` is a secret of the browser session; `redirect_uri` is where Harvest sends the
        browser back. Only hashes of the session and of the new state are stored.
        """
        state = self.ids.secret()
        request = AuthorizationRequest(member.studio_id, member.id, hashed(session))
        with self.store.transaction() as tx:
            tx.authorization_requests.put(hashed(state), request, AUTHORIZATION_LIFETIME)
            tx.commit()
        return self.oauth.consent_url(state, redirect_uri)
