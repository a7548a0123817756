"""The repository of connections and their sealed tokens."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.connection_rows import SealedTokens, connection_of
from workroom_harvest.adapters.sql.repositories.expiry import has_ended
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.connection import Connection, HeldTokens, Tokens
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store.connections import Connections, Resealed


class SqlConnections(Connections):
    """Connections, one row per studio, which also holds the sealed tokens."""

    def __init__(self, session: HostSession, table: sa.Table, cipher: TokenCipher) -> None:
        self._session = session
        self._table = table
        self._tokens = SealedTokens(cipher)

    def for_studio(self, studio_id: str) -> Connection | None:
        row = self._row(studio_id)
        return None if row is None else connection_of(row)

    def locked(self, studio_id: str) -> Connection | None:
        # An UPDATE that changes nothing locks the row on either database. SQLite has one lock for
        # everything. On PostgreSQL the studio is locked before, because there may be no row yet,
        # and each of two simultaneous authorizations would take itself for the first.
        self._session.lock(f"{self._table.name}:{studio_id}")
        mine = sa.update(self._table).where(self._table.c.studio_id == studio_id)
        self._session.write(mine.values(studio_id=studio_id))
        return self.for_studio(studio_id)

    def any(self) -> Connection | None:
        row = self._session.one(sa.select(self._table).limit(1))
        return None if row is None else connection_of(row)

    def put(self, connection: Connection) -> None:
        row = {
            "studio_id": connection.studio_id,
            "id": connection.id,
            "harvest_account_id": connection.harvest_account.id,
            "harvest_account_name": connection.harvest_account.name,
            "connected_by": connection.connected_by,
            "connected_at": connection.connected_at,
            "automated_since": connection.automated_since,
            "reconnect_reason": connection.reconnect_reason,
            "last_night": connection.last_night,
            "full_night": connection.full_night,
            "sees": connection.sees,
            "saw": connection.saw,
            "todo": connection.todo,
            "lacks_owner": connection.lacks_owner,
            "told_todo": connection.told_todo,
            "told_failing": connection.told_failing,
            "lists_asked_at": connection.lists.asked_at,
            "lists_read_at": connection.lists.read_at,
            "lists_are_partial": connection.lists.are_partial,
        }
        self._session.put(self._table, row, key=["studio_id"])

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        table = self._table
        update = sa.update(table).where(table.c.studio_id == studio_id)
        return self._session.write(update.values(automated_since=since)) == 1

    def note_sight(self, connection: Connection) -> None:
        self._session.write(
            self._grant(connection).values(sees=connection.sees, saw=connection.saw)
        )

    def note_owner(self, connection: Connection, *, is_missing: bool) -> None:
        self._session.write(self._grant(connection).values(lacks_owner=is_missing))

    def claim_lists(self, connection: Connection, pause: timedelta) -> bool:
        asked, now = self._table.c.lists_asked_at, self._session.now()
        may = sa.or_(asked.is_(None), asked <= now - pause, asked > now)
        return (
            self._session.write(self._mine(connection).where(may).values(lists_asked_at=now)) == 1
        )

    def note_lists(self, connection: Connection, *, are_partial: bool) -> None:
        read = {"lists_read_at": self._session.now(), "lists_are_partial": are_partial}
        self._session.write(self._mine(connection).values(**read))

    def note_full_night(self, connection: Connection, night: date) -> None:
        self._session.write(self._mine(connection).values(full_night=night))

    def note_todo(self, connection: Connection, count: int, *, is_told: bool) -> None:
        table = self._table
        changed = sa.or_(table.c.todo != count, table.c.told_todo != is_told)
        update = self._mine(connection).where(changed)
        self._session.write(update.values(todo=count, told_todo=is_told))

    def note_failing(self, connection: Connection, *, is_told: bool) -> bool:
        # It is one UPDATE, so that only one of several processes tells.
        update = self._mine(connection).where(self._table.c.told_failing != is_told)
        return self._session.write(update.values(told_failing=is_told)) == 1

    def rename(self, connection: Connection, name: str) -> None:
        # No other column is written, because another process may be changing it.
        self._session.write(self._mine(connection).values(harvest_account_name=name))

    def drop(self, studio_id: str) -> None:
        self._session.write(sa.delete(self._table).where(self._table.c.studio_id == studio_id))

    def tokens(self, connection: Connection) -> HeldTokens:
        row = self._row(connection.studio_id)
        if row is None or row["id"] != connection.id or row["sealed_access"] is None:
            raise ReconnectNeeded(Code.TOKENS_MISSING)
        return HeldTokens(self._tokens.open(row), row["token_version"])

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        table = self._table
        update = self._mine(connection)
        if after is not None:
            update = update.where(table.c.token_version == after)
        sealed = self._tokens.seal(connection.studio_id, tokens)
        changed = update.values(
            **sealed,
            token_version=table.c.token_version + 1,
            refresh_claimed_until=None,
            # It was noted about the former pair, which had been used up.
            reconnect_reason=None,
        )
        return self._session.write(changed) == 1

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        now = self._session.instant()
        # It is one UPDATE, so that only one of several processes can win.
        free = has_ended(self._table.c.refresh_claimed_until, now, lifetime)
        update = self._version(connection, version).where(free)
        return self._session.write(update.values(refresh_claimed_until=now + lifetime)) == 1

    def release_refresh(self, connection: Connection, version: int) -> None:
        self._session.write(self._version(connection, version).values(refresh_claimed_until=None))

    def needs_reconnect(self, connection: Connection, version: int, reason: Code) -> bool:
        update = self._version(connection, version)
        noted = update.values(reconnect_reason=reason, refresh_claimed_until=None)
        return self._session.write(noted) == 1

    def reseal(self) -> Resealed:
        table = self._table
        found = self._session.all(sa.select(table).where(table.c.sealed_access.is_not(None)))
        done, unreadable = 0, []
        for row in found:
            try:
                tokens = self._tokens.open(row)
            except TokensUnreadable:
                unreadable.append(row["studio_id"])
                continue
            # A pair that was stored meanwhile is sealed under the newest key already.
            update = self._version(connection_of(row), row["token_version"])
            done += self._session.write(
                update.values(**self._tokens.seal(row["studio_id"], tokens))
            )
        return Resealed(done, unreadable)

    def _row(self, studio_id: str) -> sa.RowMapping | None:
        return self._session.one(_select(self._table), {"studio": studio_id})

    def _mine(self, connection: Connection) -> sa.Update:
        table = self._table
        return sa.update(table).where(
            table.c.studio_id == connection.studio_id, table.c.id == connection.id
        )

    def _grant(self, connection: Connection) -> sa.Update:
        is_same = self._table.c.connected_at == connection.connected_at
        return self._mine(connection).where(is_same)

    def _version(self, connection: Connection, version: int) -> sa.Update:
        return self._mine(connection).where(self._table.c.token_version == version)


@lru_cache(maxsize=16)
def _select(table: sa.Table) -> sa.Select[Any]:
    """Return the statement that reads the row of a `studio`.

    A worker reads it again and again, and to build it anew costs nearly as much as to execute it.
    """
    return sa.select(table).where(table.c.studio_id == sa.bindparam("studio"))
