"""Authorization requests, in memory."""

from datetime import datetime, timedelta

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.ports.store.authorization_requests import AuthorizationRequests


class FakeAuthorizationRequests(AuthorizationRequests):
    """Authorization requests over a database in memory."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, tuple[AuthorizationRequest, datetime]]:
        return self._database.table("authorization_requests")

    def put(self, state_hash: str, consent: AuthorizationRequest, lifetime: timedelta) -> None:
        now = self._database.clock.now()
        for key in [key for key, (_, ends) in self._rows.items() if ends <= now]:
            del self._rows[key]
        if state_hash in self._rows:
            raise NotUniqueError("authorization_requests")
        self._rows[state_hash] = (consent, now + lifetime)

    def take(self, state_hash: str) -> AuthorizationRequest | None:
        consent, ends = self._rows.pop(state_hash, (None, self._database.clock.now()))
        return consent if ends > self._database.clock.now() else None
