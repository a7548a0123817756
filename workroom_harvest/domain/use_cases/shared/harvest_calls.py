"""Tokens that are fresh when they are used, renewed by one process at a time."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from workroom_harvest.domain.connection import Connection, HeldTokens, Tokens
from workroom_harvest.domain.errors import (
    GrantRevoked,
    HarvestError,
    HarvestUnavailable,
    ReconnectNeeded,
    StoreUnavailable,
    TokenRefused,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Credentials, HarvestOAuth
from workroom_harvest.domain.ports.store import Store

T = TypeVar("T")

CLAIM = timedelta(seconds=45)
"""Longer than Harvest is given to answer a refresh, so that nobody asks beside one who waits."""

POLL_SECONDS = 0.1
WORKER_MAX_WAIT = CLAIM.total_seconds() + 5
PAGE_MAX_WAIT = 4.0
"""Seconds to wait for another's refresh: in a worker, and where somebody looks at a page."""

KEEP_TRIES = 5
KEEP_PAUSE = 1.0
"""How often, and after how many seconds, a database that is away is asked to keep a new pair."""


@dataclass(frozen=True)
class HarvestCalls:
    """Call Harvest with tokens that work, or note that a person must reconnect.

    Harvest does not say whether an old refresh token dies with its use, so a pair is refreshed
    once: whoever claims its version asks Harvest and commits the new pair before anyone uses it;
    the others wait for that pair. A claim that nobody fulfilled runs out, by the database's clock.

    The grant is over when the token endpoint says so (`invalid_grant`), and by nothing else. Where
    it says so to one process while another still holds the pair that it has just been given, that
    pair ends the need to reconnect when it is stored.
    """

    store: Store
    oauth: HarvestOAuth
    clock: Clock
    max_wait: float = WORKER_MAX_WAIT

    def call(self, connection: Connection, action: Callable[[Credentials], T]) -> T:
        """`action` with a key; on a 401 once more, with the next pair.

        Raises `ReconnectNeeded` when the grant is gone, `TokensUnreadable`, `HarvestUnavailable`
        where even the next pair gets a 401, and whatever the action raises. Not to be called inside
        a transaction.
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
            # Harvest granted the refresh a moment ago: whatever this is, it is not the grant's end.
            raise HarvestUnavailable(Code.HARVEST_NEW_TOKEN_REFUSED) from refused

    def _fresh(self, connection: Connection) -> HeldTokens:
        held = self._held(connection)
        if held.tokens.refresh_due(self.clock.now()):
            return self._renew(connection, held)
        return held

    def _held(self, connection: Connection) -> HeldTokens:
        with self.store.transaction() as tx:
            return tx.connections.tokens(connection)

    def _renew(self, connection: Connection, stale: HeldTokens) -> HeldTokens:
        give_up = self.clock.monotonic() + self.max_wait
        while self.clock.monotonic() < give_up:
            if self._claim(connection, stale.version):
                return self._refresh(connection, stale)
            held = self._held(connection)
            if held.version != stale.version:
                return held
            self.clock.sleep(POLL_SECONDS)
        raise HarvestUnavailable(Code.HARVEST_TOKENS_NOT_REFRESHED)

    def _claim(self, connection: Connection, version: int) -> bool:
        with self.store.transaction() as tx:
            claimed = tx.connections.claim_refresh(connection, version, CLAIM)
            tx.commit()
        return claimed

    def _refresh(self, connection: Connection, stale: HeldTokens) -> HeldTokens:
        try:
            tokens = self.oauth.refresh(stale.tokens.refresh)
        except GrantRevoked as gone:
            if self._note_the_end(connection, stale):
                raise ReconnectNeeded(Code.GRANT_REVOKED) from gone
            return self._held(connection)
        except HarvestError:
            # A claim that cannot be given back runs out.
            with suppress(StoreUnavailable), self.store.transaction() as tx:
                tx.connections.release_refresh(connection, stale.version)
                tx.commit()
            raise
        if not self._keep(connection, stale, tokens):
            # Disconnected or connected anew meanwhile: nobody will ever use or withdraw this pair.
            self.oauth.revoke(tokens)
        return self._held(connection)

    def _keep(self, connection: Connection, stale: HeldTokens, tokens: Tokens) -> bool:
        """Store the pair; False where its connection is gone.

        Where old tokens die it is the only one that lives, so the database is given some time. A
        commit whose answer was lost is asked for again, and changes nothing then.
        """
        remaining = KEEP_TRIES
        while True:
            remaining -= 1
            try:
                with self.store.transaction() as tx:
                    kept = tx.connections.put_tokens(connection, tokens, after=stale.version)
                    present = tx.connections.for_studio(connection.studio_id)
                    tx.commit()
            except StoreUnavailable:
                if not remaining:
                    raise
                self.clock.sleep(KEEP_PAUSE)
            else:
                same = present is not None and present.connected_at == connection.connected_at
                return kept or same

    def _note_the_end(self, connection: Connection, held: HeldTokens) -> bool:
        """Note that a person must reconnect; False where a newer pair is there meanwhile."""
        with self.store.transaction() as tx:
            noted = tx.connections.needs_reconnect(connection, held.version, Code.GRANT_REVOKED)
            tx.commit()
        return noted


def _key(connection: Connection, held: HeldTokens) -> Credentials:
    return Credentials(connection.harvest_account.id, held.tokens.access)
