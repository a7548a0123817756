"""The repository of the grants that nobody has confirmed yet."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.connection_rows import SealedTokens
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount, Tokens
from workroom_harvest.domain.errors import TokensUnreadable
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports.store.pending_grants import PendingGrants


class SqlPendingGrants(PendingGrants):
    """Pending grants, one row each."""

    def __init__(self, session: HostSession, table: sa.Table, cipher: TokenCipher) -> None:
        self._session = session
        self._table = table
        self._tokens = SealedTokens(cipher, "pending_")

    def put(self, grant: PendingGrant, lifetime: timedelta) -> Tokens | None:
        asked, account = grant.asked, grant.harvest_account
        replaced = self._delete(self._of(asked))
        row = {
            "studio_id": asked.studio_id,
            "member_id": asked.member_id,
            "session_hash": asked.session_hash,
            "harvest_account_id": account.id,
            "harvest_account_name": account.name,
            **self._tokens.seal(asked.studio_id, grant.tokens),
            "expires_at": self._session.now() + lifetime,
        }
        self._session.insert(self._table, [row])
        return next(iter(self._opened(replaced)), None)

    def waiting(self, asked: AuthorizationRequest) -> PendingGrant | None:
        row = self._session.one(sa.select(self._table).where(self._of(asked), self._is_live()))
        return self._grant(asked, row) if row else None

    def take(self, asked: AuthorizationRequest) -> PendingGrant | None:
        # If two transactions take it at once, only one of them deletes the row.
        rows = self._delete(self._of(asked), self._is_live())
        return self._grant(asked, rows[0]) if rows else None

    def take_all(self, studio_id: str) -> Sequence[Tokens]:
        return self._opened(self._delete(self._table.c.studio_id == studio_id))

    def take_expired(self, most: int) -> Sequence[Tokens]:
        table = self._table
        key = tuple(table.primary_key)
        expired = table.c.expires_at <= self._session.now()
        oldest = sa.select(*key).where(expired).order_by(table.c.expires_at).limit(most)
        return self._opened(self._delete(sa.tuple_(*key).in_(oldest)))

    def reseal(self) -> None:
        for row in self._session.all(sa.select(self._table)):
            with suppress(TokensUnreadable):
                sealed = self._tokens.seal(row["studio_id"], self._tokens.open(row))
                # A grant that was replaced meanwhile is sealed under the newest key already.
                same = self._table.c.sealed_access == row["sealed_access"]
                mine = sa.update(self._table).where(self._of(_asked(row)), same)
                self._session.write(mine.values(**sealed))

    def _of(self, asked: AuthorizationRequest) -> sa.ColumnElement[bool]:
        table = self._table.c
        return sa.and_(
            table.studio_id == asked.studio_id,
            table.member_id == asked.member_id,
            table.session_hash == asked.session_hash,
        )

    def _is_live(self) -> sa.ColumnElement[bool]:
        return self._table.c.expires_at > self._session.now()

    def _delete(self, *those: sa.ColumnElement[bool]) -> Sequence[sa.RowMapping]:
        return self._session.all(sa.delete(self._table).where(*those).returning(self._table))

    def _grant(self, asked: AuthorizationRequest, row: sa.RowMapping) -> PendingGrant | None:
        account = HarvestAccount(row["harvest_account_id"], row["harvest_account_name"])
        return next((PendingGrant(asked, account, one) for one in self._opened([row])), None)

    def _opened(self, rows: Iterable[sa.RowMapping]) -> Sequence[Tokens]:
        """Return the tokens of the rows, without those that no configured key opens."""
        found: list[Tokens] = []
        for row in rows:
            with suppress(TokensUnreadable):
                found.append(self._tokens.open(row))
        return found


def _asked(row: sa.RowMapping) -> AuthorizationRequest:
    return AuthorizationRequest(row["studio_id"], row["member_id"], row["session_hash"])
