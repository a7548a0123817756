"""Tokens that are fresh when they are used, renewed by one process at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from workroom_harvest.domain.connection import Connection, HeldTokens
from workroom_harvest.domain.errors import (
    GrantGone,
    HarvestError,
    HarvestUnavailable,
    ReconnectNeeded,
    TokenRefused,
)
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Key, Login
from workroom_harvest.domain.ports.store import Store

T = TypeVar("T")

CLAIM = timedelta(seconds=30)
POLL_SECONDS = 0.1
WORKERS_PATIENCE = 2 * CLAIM.total_seconds()
PAGES_PATIENCE = 4.0
"""Seconds to wait for another's refresh: in a worker, and where somebody looks at a page."""

GRANT_GONE = "Harvest no longer accepts the connection. Reconnect to go on."


@dataclass(frozen=True)
class UseTokens:
    """Call Harvest with tokens that work, or note that a person must reconnect.

    Harvest does not say whether an old refresh token dies with its use, so a pair is refreshed
    once: whoever claims its version asks Harvest and commits the new pair before anyone uses it;
    the others wait for that pair. A claim that nobody fulfilled runs out.
    """

    store: Store
    login: Login
    clock: Clock
    patience: float = WORKERS_PATIENCE

    def call(self, connection: Connection, action: Callable[[Key], T]) -> T:
        """`action` with a key; on a 401 once more, with the next pair.

        Raises `ReconnectNeeded` when the grant is gone, `TokensUnreadable`, and whatever the
        action raises. Not to be called inside a transaction.
        """
        if connection.reconnect_reason is not None:
            raise ReconnectNeeded(connection.reconnect_reason)
        held = self._fresh(connection)
        try:
            return action(_key(connection, held))
        except TokenRefused:
            held = self._renew(connection, held)
        try:
            return action(_key(connection, held))
        except TokenRefused as refused:
            raise self._gone(connection, held) from refused

    def _fresh(self, connection: Connection) -> HeldTokens:
        held = self._held(connection)
        if held.tokens.refresh_due(self.clock.now()):
            return self._renew(connection, held)
        return held

    def _held(self, connection: Connection) -> HeldTokens:
        with self.store.transaction():
            return self.store.connections.tokens(connection)

    def _renew(self, connection: Connection, stale: HeldTokens) -> HeldTokens:
        give_up = self.clock.monotonic() + self.patience
        while self.clock.monotonic() < give_up:
            if self._claim(connection, stale.version):
                return self._refresh(connection, stale)
            held = self._held(connection)
            if held.version != stale.version:
                return held
            self.clock.sleep(POLL_SECONDS)
        raise HarvestUnavailable("The tokens could not be refreshed. Try again in a few minutes.")

    def _claim(self, connection: Connection, version: int) -> bool:
        now = self.clock.now()
        with self.store.transaction() as transaction:
            claimed = self.store.connections.claim_refresh(connection, version, now, now + CLAIM)
            transaction.commit()
        return claimed

    def _refresh(self, connection: Connection, stale: HeldTokens) -> HeldTokens:
        try:
            tokens = self.login.refresh(stale.tokens.refresh)
        except GrantGone as gone:
            raise self._gone(connection, stale) from gone
        except HarvestError:
            with self.store.transaction() as transaction:
                self.store.connections.release_refresh(connection, stale.version)
                transaction.commit()
            raise
        with self.store.transaction() as transaction:
            kept = self.store.connections.put_tokens(connection, tokens, after=stale.version)
            held = self.store.connections.of(connection.account_id)
            transaction.commit()
        if not kept and (held is None or held.connected_at != connection.connected_at):
            # Disconnected or connected anew meanwhile: nobody will ever use or withdraw this pair.
            self.login.revoke(tokens)
        return self._held(connection)

    def _gone(self, connection: Connection, held: HeldTokens) -> ReconnectNeeded:
        with self.store.transaction() as transaction:
            self.store.connections.needs_reconnect(connection, held.version, GRANT_GONE)
            transaction.commit()
        return ReconnectNeeded(GRANT_GONE)


def _key(connection: Connection, held: HeldTokens) -> Key:
    return Key(connection.harvest_account.id, held.tokens.access)
