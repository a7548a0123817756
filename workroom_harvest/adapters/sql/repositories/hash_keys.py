"""The keys for keyed hashes, one per studio, sealed like tokens."""

import secrets

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import TokensUnreadable
from workroom_harvest.domain.keyed_hash import KEY_BYTES

FIELD = "hash_key"
"""The field that is sealed together with a key."""


class HashKeys:
    """The studios' keys for keyed hashes. They outlive Disconnect, as the ledger does."""

    def __init__(self, session: HostSession, table: sa.Table, cipher: TokenCipher) -> None:
        self._session = session
        self._table = table
        self._cipher = cipher

    def of(self, studio_id: str) -> bytes | None:
        """Return the studio's key, or None if it has none that a configured key opens."""
        table = self._table
        row = self._session.one(sa.select(table).where(table.c.studio_id == studio_id))
        return self._opened(row) if row else None

    def make(self, studio_id: str) -> bytes:
        """Store a new key for the studio, and return it, or the one that another process stored."""
        sealed = self._cipher.seal(studio_id, FIELD, secrets.token_hex(KEY_BYTES))
        fresh = {"studio_id": studio_id, "sealed_key": sealed}
        if not self._session.insert_unless_there(self._table, fresh):
            there = self.of(studio_id)
            if there is not None:
                return there
            # No configured key opens it any more.
            self._session.put(self._table, fresh, ["studio_id"])
        made = self.of(studio_id)
        if made is None:
            raise TokensUnreadable
        return made

    def reseal(self) -> None:
        """Seal all keys under the newest of the configured ones; leave those that none opens."""
        rows = self._session.all(sa.select(self._table))
        opened = {row["studio_id"]: self._opened(row) for row in rows}
        for studio_id, key in opened.items():
            if key is not None:
                sealed = self._cipher.seal(studio_id, FIELD, key.hex())
                mine = self._table.c.studio_id == studio_id
                self._session.write(sa.update(self._table).where(mine).values(sealed_key=sealed))

    def _opened(self, row: sa.RowMapping) -> bytes | None:
        try:
            return bytes.fromhex(self._cipher.open(row["studio_id"], FIELD, row["sealed_key"]))
        except (TokensUnreadable, ValueError):
            return None
