"""Connections with their tokens, in memory."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.fakes.database import FakeDatabase
from tests.fakes.deadlines import has_ended
from workroom_harvest.domain.connection import Connection, HeldTokens, Tokens
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store.connections import Connections, Resealed
from workroom_harvest.domain.read_lists import ReadLists


@dataclass(frozen=True)
class ConnectionRow:
    """A connection with its tokens, their version, and who may refresh them until when."""

    connection: Connection
    tokens: Tokens | None = None
    version: int = 0
    claimed_until: datetime | None = None


class FakeConnections(Connections):
    """Connections in memory; while `is_sealed_shut` no key opens their tokens."""

    def __init__(self, database: FakeDatabase, *, is_sealed_shut: bool) -> None:
        self._database = database
        self.is_sealed_shut = is_sealed_shut

    @property
    def _rows(self) -> dict[str, ConnectionRow]:
        return self._database.table("connections")

    def for_studio(self, studio_id: str) -> Connection | None:
        row = self._rows.get(studio_id)
        return row.connection if row else None

    def locked(self, studio_id: str) -> Connection | None:
        """Return the studio's connection; only one transaction at a time is open here anyway."""
        return self.for_studio(studio_id)

    def any(self) -> Connection | None:
        return next((row.connection for row in self._rows.values()), None)

    def put(self, connection: Connection) -> None:
        row = self._rows.get(connection.studio_id) or ConnectionRow(connection)
        self._rows[connection.studio_id] = replace(row, connection=connection)

    def automate(self, studio_id: str, since: datetime | None) -> bool:
        row = self._rows.get(studio_id)
        if row is None:
            return False
        self.put(replace(row.connection, automated_since=since))
        return True

    def note_sight(self, connection: Connection) -> None:
        row = self._mine(connection)
        if row is not None and row.connection.connected_at == connection.connected_at:
            self.put(replace(row.connection, sees=connection.sees, saw=connection.saw))

    def claim_lists(self, connection: Connection, pause: timedelta) -> bool:
        row, now = self._mine(connection), self._database.clock.now()
        asked = row.connection.lists.asked_at if row else None
        if row is None or (asked is not None and now - pause < asked <= now):
            return False
        self._put_lists(row, replace(row.connection.lists, asked_at=now))
        return True

    def note_lists(self, connection: Connection, *, are_partial: bool) -> None:
        row, now = self._mine(connection), self._database.clock.now()
        if row is not None:
            lists = replace(row.connection.lists, read_at=now, are_partial=are_partial)
            self._put_lists(row, lists)

    def _put_lists(self, row: ConnectionRow, lists: ReadLists) -> None:
        self.put(replace(row.connection, lists=lists))

    def note_owner(self, connection: Connection, *, is_missing: bool) -> None:
        row = self._mine(connection)
        if row is not None and row.connection.connected_at == connection.connected_at:
            self.put(replace(row.connection, lacks_owner=is_missing))

    def note_full_night(self, connection: Connection, night: date) -> None:
        """Change the night, and nothing else of the row."""
        row = self._mine(connection)
        if row is not None:
            self.put(replace(row.connection, full_night=night))

    def note_todo(self, connection: Connection, count: int, *, is_told: bool) -> None:
        """Change the number and what is told of it, and nothing else of the row."""
        row = self._mine(connection)
        if row is not None:
            self.put(replace(row.connection, todo=count, told_todo=is_told))

    def note_failing(self, connection: Connection, *, is_told: bool) -> bool:
        row = self._mine(connection)
        if row is None or row.connection.told_failing is is_told:
            return False
        self.put(replace(row.connection, told_failing=is_told))
        return True

    def rename(self, connection: Connection, name: str) -> None:
        """Change the account's name, and nothing else of the row."""
        row = self._mine(connection)
        if row is not None:
            account = replace(row.connection.harvest_account, name=name)
            self.put(replace(row.connection, harvest_account=account))

    def drop(self, studio_id: str) -> None:
        self._rows.pop(studio_id, None)

    def tokens(self, connection: Connection) -> HeldTokens:
        row = self._mine(connection)
        if row is None or row.tokens is None:
            raise ReconnectNeeded(Code.TOKENS_MISSING)
        if self.is_sealed_shut:
            raise TokensUnreadable
        return HeldTokens(row.tokens, row.version)

    def put_tokens(self, connection: Connection, tokens: Tokens, after: int | None) -> bool:
        row = self._mine(connection)
        if row is None or after not in (None, row.version):
            return False
        self._rows[connection.studio_id] = ConnectionRow(
            replace(row.connection, reconnect_reason=None), tokens, row.version + 1
        )
        return True

    def claim_refresh(self, connection: Connection, version: int, lifetime: timedelta) -> bool:
        row, now = self._version(connection, version), self._database.clock.now()
        if row is None or not has_ended(row.claimed_until, now, lifetime):
            return False
        self._rows[connection.studio_id] = replace(row, claimed_until=now + lifetime)
        return True

    def release_refresh(self, connection: Connection, version: int) -> None:
        row = self._version(connection, version)
        if row is not None:
            self._rows[connection.studio_id] = replace(row, claimed_until=None)

    def needs_reconnect(self, connection: Connection, version: int, reason: Code) -> bool:
        row = self._version(connection, version)
        if row is None:
            return False
        waiting = replace(row.connection, reconnect_reason=reason)
        changed = replace(row, connection=waiting, claimed_until=None)
        self._rows[connection.studio_id] = changed
        return True

    def reseal(self) -> Resealed:
        sealed = [studio_id for studio_id, row in self._rows.items() if row.tokens is not None]
        return Resealed(0, sealed) if self.is_sealed_shut else Resealed(len(sealed))

    def _mine(self, connection: Connection) -> ConnectionRow | None:
        row = self._rows.get(connection.studio_id)
        return row if row and row.connection.id == connection.id else None

    def _version(self, connection: Connection, version: int) -> ConnectionRow | None:
        row = self._mine(connection)
        return row if row and row.version == version else None
