"""The repository of authorization requests."""

from datetime import timedelta

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.ports.store.authorization_requests import AuthorizationRequests


class SqlAuthorizationRequests(AuthorizationRequests):
    """Authorization requests, one row each."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        now = self._session.now()
        self._session.write(sa.delete(self._table).where(self._table.c.expires_at <= now))
        row = {
            "state_hash": state_hash,
            "studio_id": consent.studio_id,
            "member_id": consent.member_id,
            "session_hash": consent.session_hash,
            "expires_at": now + lifetime,
        }
        self._session.insert(self._table, [row])

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        table = self._table
        # If two transactions take it at once, only one of them deletes the row.
        taken = sa.delete(table).where(table.c.state_hash == state_hash).returning(table)
        row = self._session.one(taken)
        if row is None or row["expires_at"] <= self._session.now():
            return None
        return AuthorizationRequest(
            studio_id=row["studio_id"],
            member_id=row["member_id"],
            session_hash=row["session_hash"],
        )
