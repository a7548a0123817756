"""Connections and their sealed tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.database import HostSession, has_ended
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.connection import (
    Connection,
    HarvestAccount,
    HeldTokens,
    Sight,
    Tokens,
)
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.ports.store import Resealed

NO_TOKENS = "Harvest's tokens are missing here. Reconnect to go on."


class SqlConnections:
    """The Connections port."""

    def __init__(self, rows: HostSession, table: sa.Table, seal: TokenCipher) -> None:
        self._rows = rows
        self._table = table
        self._seal = seal

    def for_studio(self, studio_id: str) -> Connection | None:
        """See the port."""
        row = self._row(studio_id)
        return None if row is None else _connection(row)

    def locked(self, studio_id: str) -> Connection | None:
        """See the port. An UPDATE that changes nothing locks on either database.

        SQLite has one lock for all; on PostgreSQL the studio itself is locked before, since there
        may be no row yet: two consents at once would each be the first.
        """
        self._rows.lock(f"{self._table.name}:{studio_id}")
        mine = sa.update(self._table).where(self._table.c.studio_id == studio_id)
        self._rows.write(mine.values(studio_id=studio_id))
        return self.for_studio(studio_id)

    def any(self) -> Connection | None:
        """One of all connections, whichever, or None without any."""
        row = self._rows.one(sa.select(self._table).limit(1))
        return None if row is None else _connection(row)

    def automated(self) -> Sequence[Connection]:
        """See the port."""
        table = self._table
        found = self._rows.all(sa.select(table).where(table.c.automated_since.is_not(None)))
        return [_connection(row) for row in found]

    def put(self, connection: Connection) -> None:
        """See the port."""
        row = {
            "studio_id": connection.studio_id,
            "id": connection.id,
            "harvest_account_id": connection.harvest_account.id,
            "harvest_account_name": connection.harvest_account.name,
            "connected_by": connection.connected_by,
            "connected_at": connection.connected_at,
            "automated_since": connection.automated_since,
            "reconnect_reason": connection.reconnect_reason,
            "sees": connection.sees,
            "saw": connection.saw,
        }
        self._rows.put(self._table, row, key=["studio_id"])

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        """See the port."""
        table = self._table
        update = sa.update(table).where(table.c.studio_id == studio_id)
        return self._rows.write(update.values(automated_since=since)) == 1

    def note_sight(self, connection: Connection) -> None:
        """Write down what the grant sees and saw, unless it was connected anew meanwhile."""
        grant = self._mine(connection).where(self._table.c.connected_at == connection.connected_at)
        self._rows.write(grant.values(sees=connection.sees, saw=connection.saw))

    def rename(self, connection: Connection, name: str) -> None:
        """Nothing else of the row is written: somebody may be at it."""
        self._rows.write(self._mine(connection).values(harvest_account_name=name))

    def drop(self, studio_id: str) -> None:
        """See the port."""
        self._rows.write(sa.delete(self._table).where(self._table.c.studio_id == studio_id))

    def tokens(self, connection: Connection) -> HeldTokens:
        """See the port."""
        row = self._row(connection.studio_id)
        if row is None or row["id"] != connection.id or row["sealed_access"] is None:
            raise ReconnectNeeded(NO_TOKENS)
        return self._opened(row)

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        """See the port."""
        table = self._table
        update = self._mine(connection)
        if after is not None:
            update = update.where(table.c.token_version == after)
        sealed = self._sealed(connection.studio_id, tokens)
        changed = update.values(
            **sealed,
            token_version=table.c.token_version + 1,
            refresh_claimed_until=None,
            # Whoever noted it asked with the pair before, which was used up by then.
            reconnect_reason=None,
        )
        return self._rows.write(changed) == 1

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        """See the port. One UPDATE, so that of several at once one wins."""
        now = self._rows.now()
        free = has_ended(self._table.c.refresh_claimed_until, now, lifetime)
        update = self._version(connection, version).where(free)
        return self._rows.write(update.values(refresh_claimed_until=now + lifetime)) == 1

    def release_refresh(self, connection: Connection, version: int) -> None:
        """See the port."""
        self._rows.write(self._version(connection, version).values(refresh_claimed_until=None))

    def needs_reconnect(self, connection: Connection, version: int, reason: str) -> bool:
        """See the port."""
        update = self._version(connection, version)
        noted = update.values(reconnect_reason=reason, refresh_claimed_until=None)
        return self._rows.write(noted) == 1

    def reseal(self) -> Resealed:
        """See the port. A pair that was renewed meanwhile is under the newest key already."""
        table = self._table
        found = self._rows.all(sa.select(table).where(table.c.sealed_access.is_not(None)))
        done, unreadable = 0, []
        for row in found:
            try:
                held = self._opened(row)
            except TokensUnreadable:
                unreadable.append(row["studio_id"])
                continue
            update = self._version(_connection(row), held.version)
            done += self._rows.write(update.values(**self._sealed(row["studio_id"], held.tokens)))
        return Resealed(done, unreadable)

    def _row(self, studio_id: str) -> sa.RowMapping | None:
        return self._rows.one(sa.select(self._table).where(self._table.c.studio_id == studio_id))

    def _mine(self, connection: Connection) -> sa.Update:
        table = self._table
        return sa.update(table).where(
            table.c.studio_id == connection.studio_id, table.c.id == connection.id
        )

    def _version(self, connection: Connection, version: int) -> sa.Update:
        return self._mine(connection).where(self._table.c.token_version == version)

    def _sealed(self, studio_id: str, tokens: Tokens) -> Mapping[str, Any]:
        return {
            "sealed_access": self._seal.seal(studio_id, "access", tokens.access),
            "sealed_refresh": self._seal.seal(studio_id, "refresh", tokens.refresh),
            "refresh_at": tokens.refresh_at,
        }

    def _opened(self, row: sa.RowMapping) -> HeldTokens:
        studio_id = row["studio_id"]
        tokens = Tokens(
            access=self._seal.open(studio_id, "access", row["sealed_access"]),
            refresh=self._seal.open(studio_id, "refresh", row["sealed_refresh"]),
            refresh_at=row["refresh_at"],
        )
        return HeldTokens(tokens, row["token_version"])


def sight(word: str | None) -> Sight | None:
    """What a stored word means; a word of a newer version is as if Harvest had not said."""
    return Sight(word) if word in tuple(Sight) else None


def _connection(row: sa.RowMapping) -> Connection:
    return Connection(
        id=row["id"],
        studio_id=row["studio_id"],
        harvest_account=HarvestAccount(row["harvest_account_id"], row["harvest_account_name"]),
        connected_by=row["connected_by"],
        connected_at=row["connected_at"],
        automated_since=row["automated_since"],
        reconnect_reason=row["reconnect_reason"],
        sees=sight(row["sees"]),
        saw=sight(row["saw"]),
    )
