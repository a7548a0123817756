"""The use case that turns the answer of Harvest's consent screen into a connection."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workroom_harvest.domain.connection import Connection, ConnectionChange, HarvestAccount, Tokens
from workroom_harvest.domain.errors import (
    AuthorizationRefused,
    GrantRevoked,
    HarvestImportError,
    StoreUnavailable,
)
from workroom_harvest.domain.events import Connected, Trouble, WellAgain
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.use_cases.connecting import authorization_errors
from workroom_harvest.domain.use_cases.connecting.choose_account import choose_account
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed
from workroom_harvest.domain.use_cases.shared.end_of_connection import stop_runs, stored_tokens
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight
from workroom_harvest.domain.use_cases.shared.waiting_now import CountTodo


@dataclass(frozen=True)
class AuthorizationResponse:
    """The parameters with which the browser came back from Harvest, unchecked.

    `state` and `code` are left out of the repr.
    """

    state: str | None = field(repr=False)
    code: str | None = field(repr=False)
    scope: str | None
    error: str | None


@dataclass(frozen=True)
class FinishAuthorization:
    """Turn the answer of the consent screen into a connection."""

    store: Store
    oauth: HarvestOAuth
    learn_sight: LearnSight
    count_todo: CountTodo
    clock: Clock
    ids: Ids
    events: Events

    def __call__(
        self, member: Member, session: str, redirect_uri: str, response: AuthorizationResponse
    ) -> tuple[Connection, ConnectionChange]:
        """Return the stored connection, and what it changes for the studio.

        `session` is the secret of the browser session, and `redirect_uri` the address that the
        consent screen was given. The state is taken first, whatever follows, and the code is
        exchanged only for the member and the session that started the authorization.

        Raise `AuthorizationRefused` if the answer is not accepted, `HarvestError` if Harvest cannot
        be asked, and `StoreUnavailable` if the database does not answer. The grant is revoked where
        possible if the connection is not stored.
        """
        believed = self._consume(member, session, response.state)
        if not believed:
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
            connection, change = self._open(member, tokens, accounts, response.scope or "")
        except StoreUnavailable:
            raise
        except HarvestImportError:
            # Nothing was stored, so nobody could ever use or revoke this grant.
            self.oauth.revoke(tokens)
            raise
        # What was listed before, of this account, waits on.
        self.count_todo(member.studio_id)
        return self.learn_sight.at_first(connection, tokens.access), change

    def _consume(self, member: Member, session: str, state: str | None) -> bool:
        if not state:
            return False
        with self.store.transaction() as tx:
            request = tx.authorization_requests.take(hashed(state))
            tx.commit()
        return (
            request is not None
            and request.studio_id == member.studio_id
            and request.member_id == member.id
            and request.session_hash == hashed(session)
        )

    def _open(
        self, member: Member, tokens: Tokens, accounts: Sequence[HarvestAccount], scope: str
    ) -> tuple[Connection, ConnectionChange]:
        opened = None
        try:
            with self.store.transaction() as tx:
                opened = self._put(tx, member, tokens, accounts, scope)
                tx.commit()
        except StoreUnavailable:
            # If the database does not even say whether the commit succeeded, this raises, and the
            # grant stays: an unused grant does less harm than a stored connection without one.
            if opened is None or not self._lasted(opened.connection, tokens):
                self.oauth.revoke(tokens)
                raise
        self._tell(opened, member)
        if opened.former:
            # The former tokens are a separate grant, which could not be revoked later.
            self.oauth.revoke(opened.former)
        return opened.connection, opened.change

    def _tell(self, opened: "_Opened", member: Member) -> None:
        studio_id, account = member.studio_id, opened.connection.harvest_account
        self.events.send(Connected(studio_id, member.id, account.id, opened.change))
        if not opened.worked:
            self.events.send(WellAgain(studio_id, Trouble.RECONNECT_NEEDED))

    def _put(
        self,
        tx: Transaction,
        member: Member,
        tokens: Tokens,
        accounts: Sequence[HarvestAccount],
        scope: str,
    ) -> "_Opened":
        now = self.clock.now()
        current = tx.connections.locked(member.studio_id)
        former = stored_tokens(tx, current) if current else None
        connection, change = Connection.open(
            current,
            new_id=self.ids.new(),
            studio_id=member.studio_id,
            harvest_account=choose_account(accounts, scope, current),
            member_id=member.id,
            now=now,
        )
        if change is ConnectionChange.OTHER_ACCOUNT:
            stop_runs(tx, member.studio_id, Code.OTHER_ACCOUNT_CONNECTED, now)
            tx.pairs.replace(member.studio_id, (), ())
            tx.harvest_items.forget(member.studio_id)
        tx.connections.put(connection)
        tx.connections.put_tokens(connection, tokens, after=None)
        worked = current is None or current.works
        return _Opened(connection, change, former, worked)

    def _lasted(self, connection: Connection, tokens: Tokens) -> bool:
        """Return whether the connection was stored although the answer to the commit was lost."""
        with self.store.transaction() as tx:
            present = tx.connections.for_studio(connection.studio_id)
            return present is not None and stored_tokens(tx, connection) == tokens


@dataclass(frozen=True, slots=True)
class _Opened:
    """A connection as it was stored, with what it changed.

    `former` are the tokens that the studio had before. `worked` is False if it had to reconnect.
    """

    connection: Connection
    change: ConnectionChange
    former: Tokens | None
    worked: bool
