"""Calls of Harvest with fresh tokens, which one process at a time refreshes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
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
from workroom_harvest.domain.events import NeedsReconnect, Trouble, WellAgain
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.harvest import Credentials, HarvestOAuth
from workroom_harvest.domain.ports.store import Store

T = TypeVar("T")

CLAIM = timedelta(seconds=45)
"""How long a claim to refresh lasts: longer than Harvest is given to answer a refresh.

So no process asks while another still waits for the answer.
"""

POLL_SECONDS = 0.1
"""Seconds between two looks for the pair that another process fetches."""

WORKER_MAX_WAIT = CLAIM.total_seconds() + 5
"""Seconds that a worker waits for another process's refresh."""

PAGE_MAX_WAIT = 4.0
"""Seconds that a page waits for another process's refresh, while somebody looks at it."""

KEEP_TRIES = 5
"""How often the database is asked to store a new pair, if it does not answer."""

KEEP_PAUSE = 1.0
"""Seconds between two of these tries."""


@dataclass(frozen=True)
class HarvestCalls:
    """Call Harvest with valid tokens, or note that a person must reconnect.

    Harvest does not document whether an old refresh token can be used again, so each pair is
    refreshed once. The process that claims its version asks Harvest, and commits the new pair
    before anybody uses it; the others wait for that pair. A claim expires, by the database's clock,
    if its holder dies.

    The grant is over only when the token endpoint says `invalid_grant`. If it says so to one
    process while another has just been given a new pair, storing that pair ends the need to
    reconnect.

    `kept` are the tokens that were read, by the connection's id, or None to read them each time.
    """

    store: Store
    oauth: HarvestOAuth
    clock: Clock
    events: Events
    max_wait: float = WORKER_MAX_WAIT
    kept: dict[str, HeldTokens] | None = None

    def keeping(self) -> "HarvestCalls":
        """Return such calls that read a connection's tokens once, for as long as a page takes.

        A pair that was replaced meanwhile is refused by Harvest, and the next one is read then.
        """
        return replace(self, kept={})

    def call(self, connection: Connection, action: Callable[[Credentials], T]) -> T:
        """Return the result of `action`, called with the connection's credentials.

        After a 401 it is called once more, with the next pair of tokens. Raise `ReconnectNeeded` if
        the grant is over or there are no tokens, `TokensUnreadable` if no configured key opens
        them, `HarvestUnavailable` if even the next pair gets a 401 or a refresh takes too long, and
        whatever `action` and `HarvestOAuth.refresh` raise. It must not be called within a
        transaction.
        """
        held = self._fresh(connection)
        try:
            return action(_key(connection, held))
        except TokenRefused:
            held = self._renew(connection, held)
        try:
            return action(_key(connection, held))
        except TokenRefused as refused:
            # Harvest granted the refresh a moment ago, so the grant is not over.
            raise HarvestUnavailable(Code.HARVEST_NEW_TOKEN_REFUSED) from refused

    def credentials(self, connection: Connection) -> Credentials:
        """Return valid credentials for a single call, whose 401 the caller has to expect.

        Raise what `call` raises. It must not be called within a transaction.
        """
        return _key(connection, self._fresh(connection))

    def _fresh(self, connection: Connection) -> HeldTokens:
        if connection.reconnect_reason is not None:
            raise ReconnectNeeded(connection.reconnect_reason)
        held = (self.kept or {}).get(connection.id) or self._held(connection)
        if held.tokens.refresh_due(self.clock.now()):
            return self._renew(connection, held)
        return held

    def _held(self, connection: Connection) -> HeldTokens:
        with self.store.transaction() as tx:
            held = tx.connections.tokens(connection)
        if self.kept is not None:
            self.kept[connection.id] = held
        return held

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
            # If the claim cannot be given up, it expires.
            with suppress(StoreUnavailable), self.store.transaction() as tx:
                tx.connections.release_refresh(connection, stale.version)
                tx.commit()
            raise
        if not self._keep(connection, stale, tokens):
            # The studio disconnected or connected again meanwhile: nobody will ever use this pair.
            self.oauth.revoke(tokens)
        return self._held(connection)

    def _keep(self, connection: Connection, stale: HeldTokens, tokens: Tokens) -> bool:
        """Store the pair, and return False if its connection does not exist any more.

        If Harvest's old tokens cannot be used again, this pair is the only valid one, so the
        database is given some time. A commit whose answer was lost is repeated, which changes
        nothing.
        """
        remaining = KEEP_TRIES
        while True:
            remaining -= 1
            try:
                with self.store.transaction() as tx:
                    before = tx.connections.for_studio(connection.studio_id)
                    kept = tx.connections.put_tokens(connection, tokens, after=stale.version)
                    present = tx.connections.for_studio(connection.studio_id)
                    tx.commit()
            except StoreUnavailable:
                if not remaining:
                    raise
                self.clock.sleep(KEEP_PAUSE)
            else:
                if kept and before is not None and not before.works:
                    self.events.send(WellAgain(connection.studio_id, Trouble.RECONNECT_NEEDED))
                same = present is not None and present.connected_at == connection.connected_at
                return kept or same

    def _note_the_end(self, connection: Connection, held: HeldTokens) -> bool:
        """Note that a person must reconnect; return False if a newer pair was stored meanwhile."""
        with self.store.transaction() as tx:
            before = tx.connections.locked(connection.studio_id)
            noted = tx.connections.needs_reconnect(connection, held.version, Code.GRANT_REVOKED)
            tx.commit()
        # Somebody who had read the connection earlier may come to the same end once more.
        if noted and before is not None and before.works:
            self.events.send(NeedsReconnect(connection.studio_id, Message(Code.GRANT_REVOKED)))
        return noted


def _key(connection: Connection, held: HeldTokens) -> Credentials:
    return Credentials(connection.harvest_account.id, held.tokens.access)
