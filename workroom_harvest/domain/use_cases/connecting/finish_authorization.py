"""The use case that turns the answer of Harvest's consent screen into a connection, or asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount, Tokens
from workroom_harvest.domain.errors import (
    AuthorizationRefused,
    GrantRevoked,
    HarvestImportError,
    StoreUnavailable,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.pending_grant import PENDING_LIFETIME, PendingGrant
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.use_cases.connecting import authorization_errors
from workroom_harvest.domain.use_cases.connecting.choose_account import choose_account
from workroom_harvest.domain.use_cases.connecting.open_connection import (
    NewConnection,
    OpenConnection,
    Opened,
)
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


@dataclass(frozen=True)
class AuthorizationResponse:
    """The parameters with which the browser came back from Harvest, unchecked.

    `state` and `code` are left out of the repr.
    """

    state: str | None = field(repr=False)
    code: str | None = field(repr=False)
    scope: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A grant that was kept until it is confirmed, and the tokens of those that it replaced."""

    grant: PendingGrant
    replaced: Sequence[Tokens]


@dataclass(frozen=True)
class FinishAuthorization:
    """Turn the answer of the consent screen into a connection, or keep it until it is confirmed."""

    store: Store
    oauth: HarvestOAuth
    opening: OpenConnection

    def __call__(
        self, member: Member, session: str, redirect_uri: str, response: AuthorizationResponse
    ) -> NewConnection | PendingGrant:
        """Return the stored connection, and what it changes for the studio.

        Where it would replace a connection to another Harvest account, nothing changes yet: the
        pending grant is returned, which `ConfirmAccount` takes, or `DeclineAccount` gives back.

        `session` is the secret of the browser session, and `redirect_uri` the address that the
        consent screen was given. The state is taken first, whatever follows, and the code is
        exchanged only for the member and the session that started the authorization.

        Raise `AuthorizationRefused` if the answer is not accepted, `HarvestError` if Harvest cannot
        be asked, and `StoreUnavailable` if the database does not answer. The grant is revoked where
        possible if it is not stored.
        """
        asked = AuthorizationRequest(member.studio_id, member.id, hashed(session))
        if not self._consume(asked, response.state):
            # It is not documented whether Harvest sends the state along with an error.
            unmarked = response.error is not None and not response.state
            raise AuthorizationRefused(
                Code.AUTHORIZATION_UNMARKED if unmarked else Code.AUTHORIZATION_NOT_OURS
            )
        if response.error is not None:
            raise authorization_errors.refused(response.error)
        if not response.code:
            raise AuthorizationRefused(Code.AUTHORIZATION_WITHOUT_CODE)
        try:
            tokens = self.oauth.exchange(response.code, redirect_uri)
        except GrantRevoked as gone:
            raise AuthorizationRefused(Code.AUTHORIZATION_CODE_REFUSED) from gone
        try:
            accounts = self.oauth.accounts(tokens.access)
            stored = self._store(asked, member, tokens, accounts, response.scope or "")
        except StoreUnavailable:
            raise
        except HarvestImportError:
            # Nothing was stored, so nobody could ever use or revoke this grant.
            self.oauth.revoke(tokens)
            raise
        if isinstance(stored, Opened):
            return self.opening.settle(stored)
        for replaced in stored.replaced:
            self.oauth.revoke(replaced)
        return stored.grant

    def _consume(self, asked: AuthorizationRequest, state: str | None) -> bool:
        if not state:
            return False
        with self.store.transaction() as tx:
            request = tx.authorization_requests.take(hashed(state))
            tx.commit()
        return request == asked

    def _store(
        self,
        asked: AuthorizationRequest,
        member: Member,
        tokens: Tokens,
        accounts: Sequence[HarvestAccount],
        scope: str,
    ) -> Opened | _Kept:
        stored: Opened | _Kept | None = None
        try:
            with self.store.transaction() as tx:
                current = tx.connections.locked(member.studio_id)
                account = choose_account(accounts, scope, current)
                if current is None or current.harvest_account.id == account.id:
                    stored = self.opening.put(tx, current, member, account, tokens)
                else:
                    stored = _keep(tx, PendingGrant(asked, account, tokens))
                tx.commit()
        except StoreUnavailable:
            # If the database does not even say whether the commit succeeded, this raises, and the
            # grant stays: an unused grant does less harm than a stored connection without one.
            if stored is None or not self._lasted(stored):
                self.oauth.revoke(tokens)
                raise
        return stored

    def _lasted(self, stored: Opened | _Kept) -> bool:
        """Return whether it was stored although the answer to the commit was lost."""
        if isinstance(stored, Opened):
            return self.opening.lasted(stored)
        with self.store.transaction() as tx:
            return tx.pending_grants.waiting(stored.grant.asked) == stored.grant


def _keep(tx: Transaction, grant: PendingGrant) -> _Kept:
    replaced = tx.pending_grants.put(grant, PENDING_LIFETIME)
    return _Kept(grant, [replaced] if replaced else [])
