"""One-time trips to Harvest's consent screen."""

from datetime import timedelta

import sqlalchemy as sa

from workroom_harvest.adapters.sql.database import HostSession
from workroom_harvest.domain.connection import AuthorizationRequest


class SqlAuthorizationRequests:
    """The Consents port."""

    def __init__(self, rows: HostSession, table: sa.Table) -> None:
        self._rows = rows
        self._table = table

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        """See the port."""
        now = self._rows.now()
        self._rows.write(sa.delete(self._table).where(self._table.c.expires_at <= now))
        row = {
            "state_hash": state_hash,
            "studio_id": consent.studio_id,
            "member_id": consent.member_id,
            "session_hash": consent.session_hash,
            "expires_at": now + lifetime,
        }
        self._rows.insert(self._table, [row])

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        """See the port. Of two at once only one deletes the row."""
        table = self._table
        taken = sa.delete(table).where(table.c.state_hash == state_hash).returning(table)
        row = self._rows.session.execute(taken).mappings().first()
        if row is None or row["expires_at"] <= self._rows.now():
            return None
        return AuthorizationRequest(
            studio_id=row["studio_id"],
            member_id=row["member_id"],
            session_hash=row["session_hash"],
        )
