"""The use case that lets another Harvest account replace the connected one."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.errors import NothingToConfirm, StoreUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.connecting.open_connection import (
    NewConnection,
    OpenConnection,
)
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


@dataclass(frozen=True)
class ConfirmAccount:
    """Connect the account that a grant waits for, as its member said in the same session."""

    store: Store
    opening: OpenConnection

    def __call__(
        self, member: Member, session: str, account_id: int | None = None
    ) -> NewConnection:
        """Return the stored connection, whose predecessor's mappings were cleared.

        `session` is the secret of the browser session, and `account_id` the Harvest account that
        the member was asked about, or None for whichever waits. Raise `NothingToConfirm`, and
        change nothing, if no grant of this member and session waits: it has expired, was taken or
        given back, or the connection was changed meanwhile; or if it is of another account, which
        they were asked about in another window. Raise `StoreUnavailable` if the database does
        not answer; then the grant may still wait.
        """
        asked = AuthorizationRequest(member.studio_id, member.id, hashed(session))
        opened = None
        try:
            with self.store.transaction() as tx:
                # Whoever changes the connection holds the lock, and lets no grant wait any more.
                current = tx.connections.locked(member.studio_id)
                grant = tx.pending_grants.take(asked)
                if grant is None:
                    raise NothingToConfirm
                account, tokens = grant.harvest_account, grant.tokens
                if account_id not in (None, account.id):
                    raise NothingToConfirm(Code.ANOTHER_QUESTION)
                opened = self.opening.put(tx, current, member, account, tokens)
                tx.commit()
        except StoreUnavailable:
            if opened is None or not self.opening.lasted(opened):
                raise
        return self.opening.settle(opened)
