"""The step that stores a connection over a new grant, and does what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workroom_harvest.domain.audit import of_connecting
from workroom_harvest.domain.connection import Connection, ConnectionChange, HarvestAccount, Tokens
from workroom_harvest.domain.events import Connected, Trouble, WellAgain
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.end_of_connection import (
    clear_mappings,
    stop_runs,
    stored_tokens,
)
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


class NewConnection(NamedTuple):
    """A connection that was stored, and what it changed for the studio."""

    connection: Connection
    change: ConnectionChange


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection as it was stored over `tokens`, with what it changed.

    `former` is the connection before, or None, and `replaced` are the grants that nothing uses any
    more: that of the former connection, and those that waited to be confirmed.
    """

    connection: Connection
    change: ConnectionChange
    tokens: Tokens
    former: Connection | None
    replaced: Sequence[Tokens]


@dataclass(frozen=True)
class OpenConnection:
    """Store a connection in the caller's transaction, and do the rest once that is committed."""

    store: Store
    oauth: HarvestOAuth
    learn_sight: LearnSight
    count_todo: CountTodo
    clock: Clock
    ids: Ids
    events: Events

    def put(
        self,
        tx: Transaction,
        current: Connection | None,
        member: Member,
        account: HarvestAccount,
        tokens: Tokens,
    ) -> Opened:
        """Store the member's connection to the account in place of `current`, which is locked.

        No grant waits to be confirmed any more: what it would replace has changed.
        """
        studio_id, now = member.studio_id, self.clock.now()
        former = stored_tokens(tx, current) if current else None
        connection, change = Connection.open(
            current,
            new_id=self.ids.new(),
            studio_id=studio_id,
            harvest_account=account,
            member_id=member.id,
            now=now,
        )
        cleared = 0
        if change is ConnectionChange.OTHER_ACCOUNT:
            stop_runs(tx, studio_id, Code.OTHER_ACCOUNT_CONNECTED, now)
            cleared = clear_mappings(tx, studio_id)
            tx.harvest_items.forget(studio_id)
        replaced = [*([former] if former else []), *tx.pending_grants.take_all(studio_id)]
        tx.connections.put(connection)
        tx.connections.put_tokens(connection, tokens, after=None)
        tx.audit.add(studio_id, member.id, *of_connecting(current, connection, change, cleared))
        return Opened(connection, change, tokens, current, replaced)

    def lasted(self, opened: Opened) -> bool:
        """Return whether the connection was stored although the answer to the commit was lost."""
        with self.store.transaction() as tx:
            present = tx.connections.for_studio(opened.connection.studio_id)
            return present is not None and stored_tokens(tx, opened.connection) == opened.tokens

    def settle(self, opened: Opened) -> NewConnection:
        """Tell of the stored connection, give back what it replaced, and learn what it sees."""
        self._tell(opened)
        for tokens in opened.replaced:
            # Each is a separate grant, which could not be revoked later.
            self.oauth.revoke(tokens)
        connection = self.learn_sight.at_first(opened.connection, opened.tokens.access)
        self.count_todo(connection.studio_id)
        return NewConnection(connection, opened.change)

    def _tell(self, opened: Opened) -> None:
        connection, former = opened.connection, opened.former
        studio_id, member_id = connection.studio_id, connection.connected_by
        before = former.connected_by if former else None
        self.events.send(
            Connected(
                studio_id,
                member_id,
                connection.harvest_account.id,
                opened.change,
                instead_of=None if before == member_id else before,
            )
        )
        if former is not None and not former.works:
            self.events.send(WellAgain(studio_id, Trouble.RECONNECT_NEEDED))
