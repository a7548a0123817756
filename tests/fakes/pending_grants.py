"""Pending grants, in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.connection import AuthorizationRequest, Tokens
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports.store.pending_grants import PendingGrants

Key = tuple[str, str, str]


class FakePendingGrants(PendingGrants):
    """Pending grants over a database in memory; while `is_sealed_shut` no key opens their tokens.

    A row is a grant and when it expires.
    """

    def __init__(self, database: FakeDatabase, *, is_sealed_shut: bool) -> None:
        self._database = database
        self._is_sealed_shut = is_sealed_shut

    @property
    def _rows(self) -> dict[Key, tuple[PendingGrant, datetime]]:
        return self._database.table("pending_grants")

    @property
    def _now(self) -> datetime:
        return self._database.clock.now()

    def put(self, grant: PendingGrant, lifetime: timedelta) -> Tokens | None:
        key = _key(grant.asked)
        replaced = self._pop([key] if key in self._rows else [])
        self._rows[key] = (grant, self._now + lifetime)
        return next(iter(replaced), None)

    def waiting(self, asked: AuthorizationRequest) -> PendingGrant | None:
        grant, ends = self._rows.get(_key(asked), (None, self._now))
        return grant if ends > self._now and not self._is_sealed_shut else None

    def take(self, asked: AuthorizationRequest) -> PendingGrant | None:
        grant = self.waiting(asked)
        _, ends = self._rows.get(_key(asked), (None, self._now))
        if ends > self._now:
            del self._rows[_key(asked)]
        return grant

    def take_all(self, studio_id: str) -> Sequence[Tokens]:
        return self._pop([key for key in self._rows if key[0] == studio_id])

    def take_expired(self, most: int) -> Sequence[Tokens]:
        by_end = sorted((ends, key) for key, (_, ends) in self._rows.items() if ends <= self._now)
        return self._pop([key for _, key in by_end[:most]])

    def reseal(self) -> None:
        """Do nothing, since tokens are not sealed in memory."""

    def _pop(self, keys: Iterable[Key]) -> list[Tokens]:
        found = [self._rows.pop(key)[0].tokens for key in keys]
        return [] if self._is_sealed_shut else found


def _key(asked: AuthorizationRequest) -> Key:
    return asked.studio_id, asked.member_id, asked.session_hash
