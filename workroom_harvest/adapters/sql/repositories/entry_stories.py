"""The repository of single entries and of what happened to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import is_one_of
from workroom_harvest.adapters.sql.repositories.entry_states import STATES
from workroom_harvest.adapters.sql.repositories.ledger import REASONS
from workroom_harvest.adapters.sql.repositories.messages import known_message
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry, Said, Standing, Written
from workroom_harvest.domain.ports.store.entry_stories import EntryStories


class SqlEntryStories(EntryStories):
    """The rows of single entries, and those of their events."""

    def __init__(self, session: HostSession, entries: sa.Table, events: sa.Table) -> None:
        self._session = session
        self._entries = entries
        self._events = events

    def entry(self, studio_id: str, entry_id: int) -> KnownEntry | None:
        table = self._entries
        row = self._session.one(
            sa.select(table).where(table.c.studio_id == studio_id, table.c.entry_id == entry_id)
        )
        return None if row is None else _known(row)

    def events(self, studio_id: str, entry_id: int) -> Sequence[EntryEvent]:
        table = self._events
        rows = self._session.all(
            sa.select(table)
            .where(table.c.studio_id == studio_id, table.c.entry_id == entry_id)
            .order_by(table.c.happened_at, table.c.run_id)
        )
        return [
            EntryEvent(
                row["happened_at"],
                row["run_id"],
                _standing(row["state_before"], row["reason_before"]),
                _standing(row["state"], row["reason"]),
            )
            for row in rows
        ]

    def users_on(self, studio_id: str, day: date) -> Mapping[int, Collection[int]]:
        table = self._entries.c
        rows = self._session.tuples(
            sa.select(table.harvest_account_id, table.harvest_user_id)
            .where(
                table.studio_id == studio_id,
                table.spent_on == day,
                table.harvest_user_id.is_not(None),
            )
            .distinct()
        )
        found: dict[int, set[int]] = {}
        for row in rows:
            found.setdefault(row.harvest_account_id, set()).add(row.harvest_user_id)
        return found

    def of_people(
        self,
        studio_id: str,
        day: date,
        user_ids: Collection[int],
        member_ids: Collection[str],
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[KnownEntry]:
        table = self._entries
        wanted = self._of_people(studio_id, day, user_ids, member_ids)
        rows = self._session.all(
            sa.select(table)
            .where(wanted, table.c.entry_id > after)
            .order_by(table.c.entry_id)
            .limit(most)
        )
        return [_known(row) for row in rows]

    def count_of_people(
        self, studio_id: str, day: date, user_ids: Collection[int], member_ids: Collection[str]
    ) -> int:
        wanted = self._of_people(studio_id, day, user_ids, member_ids)
        number = sa.func.count().label("number")
        row = self._session.one(sa.select(number).select_from(self._entries).where(wanted))
        return int(row["number"]) if row else 0

    def _of_people(
        self, studio_id: str, day: date, user_ids: Collection[int], member_ids: Collection[str]
    ) -> sa.ColumnElement[bool]:
        table = self._entries
        return sa.and_(
            table.c.studio_id == studio_id,
            table.c.spent_on == day,
            sa.or_(
                is_one_of(self._session, table.c.harvest_user_id, user_ids),
                table.c.member_id.in_(member_ids),
            ),
        )


def _known(row: sa.RowMapping) -> KnownEntry:
    return KnownEntry(
        row["entry_id"],
        row["harvest_account_id"],
        row["listed_at"],
        _standing(row["state"], row["reason"]),
        known_message(row["cause"]),
        None if row["spent_on"] is None else said(row),
        None if row["run_id"] is None else written(row),
    )


def said(row: sa.RowMapping) -> Said:
    """Return Harvest's last word of a row, which can be read."""
    return Said(
        row["spent_on"],
        row["hundredths"],
        row["said_minutes"],
        row["harvest_project_id"],
        row["harvest_task_id"],
        row["harvest_user_id"],
    )


def written(row: sa.RowMapping) -> Written:
    """Return the timelog of a row that has one."""
    return Written(
        row["run_id"],
        row["written_at"],
        row["written_by"],
        row["project_id"],
        row["activity_type_id"],
        row["member_id"],
        bool(row["fell_back"]),
        row["written_on"],
        row["minutes"],
        bool(row["written_billable"]),
        row["title_hash"],
    )


def _standing(state: str, reason: str | None) -> Standing:
    # What a newer version of the plugin wrote counts as the ledger counts it.
    return Standing(STATES.get(state, EntryState.IMPORTED), REASONS.get(reason or ""))
