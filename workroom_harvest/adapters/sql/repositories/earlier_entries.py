"""The queries for what a run found imported before, over the rows of the ledger."""

from collections.abc import Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.entry_states import WITH_TIMELOG
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.ledger import DayPlace, Earlier, ImportedEntry

COLUMNS = {
    "entry_id": "entry_id",
    "harvest_account_id": "harvest_account_id",
    "spent_on": "spent_on",
    "minutes": "said_minutes",
    "project_id": "harvest_project_id",
    "task_id": "harvest_task_id",
    "user_id": "harvest_user_id",
}
"""The columns of the fields of an entry that was imported before."""


class EarlierEntries:
    """Entries that other runs had imported before a run ended, found by the index on days."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def page(self, earlier: Earlier, most: int, after: DayPlace | None) -> Sequence[ImportedEntry]:
        """Return up to `most` of them behind the place."""
        table = self._table
        columns = (table.c[stored].label(field) for field, stored in COLUMNS.items())
        query = sa.select(*columns).where(*self._are(earlier))
        if after is not None:
            place = sa.tuple_(table.c.spent_on, table.c.entry_id)
            behind = (sa.literal(after.spent_on), sa.literal(after.entry_id, sa.BigInteger))
            query = query.where(place > sa.tuple_(*behind))
        query = query.order_by(table.c.spent_on, table.c.entry_id).limit(most)
        return [ImportedEntry(**row) for row in self._session.all(query)]

    def count(self, earlier: Earlier) -> int:
        """Return how many they are."""
        query = sa.select(sa.func.count().label("entries")).select_from(self._table)
        row = self._session.one(query.where(*self._are(earlier)))
        return row["entries"] if row else 0

    def _are(self, earlier: Earlier) -> Sequence[sa.ColumnElement[bool]]:
        table, account = self._table, earlier.harvest_account_id
        is_of_account = sa.true() if account is None else table.c.harvest_account_id == account
        return (
            is_of_account,
            table.c.studio_id == earlier.studio_id,
            table.c.spent_on.between(earlier.days.first, earlier.days.last),
            table.c.state.in_(WITH_TIMELOG),
            table.c.run_id != earlier.run_id,
            table.c.written_at <= earlier.until,
        )
