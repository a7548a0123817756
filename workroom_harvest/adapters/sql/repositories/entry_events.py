"""The rows that say what happened to entries after their first listing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import (
    Row,
    insert_rows,
    is_one_of,
    read_rows,
    stored_instant,
)
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entry_record import EntryState

SHORTEST = timedelta(microseconds=1)
"""By how much two instants differ at least, as they are stored."""


class EntryEvents:
    """The events of entries, written in the transaction that changes the entries."""

    def __init__(self, session: HostSession, entries: sa.Table, events: sa.Table) -> None:
        self._session = session
        self._entries = entries
        self._events = events

    def add(
        self,
        studio_id: str,
        run_id: str,
        rows: Sequence[Row],
        states: Collection[str],
        *,
        again: bool = False,
    ) -> None:
        """Add an event for each entry whose state or reason differs from that in its new row.

        It is called before the rows are written. Those in none of the `states` are not updated,
        and have no event. `again` says that the run may have changed the entries before, so that
        the event must be later than that one, also by a clock that did not go on meanwhile.
        """
        if not rows:
            return
        now = self._session.now()
        anew = {row["entry_id"]: (str(row["state"]), row.get("reason")) for row in rows}
        latest = self._latest(studio_id, run_id, anew) if again else {}
        mine = self._entries.c.studio_id == studio_id
        held = read_rows(self._session, self._entries, ("state", "reason"), mine, anew)
        events = [
            {
                "studio_id": studio_id,
                "entry_id": one.entry_id,
                "happened_at": stored_instant(max(now, latest.get(one.entry_id, now))),
                "run_id": run_id,
                "state_before": one.state,
                "reason_before": one.reason,
                "state": anew[one.entry_id][0],
                "reason": anew[one.entry_id][1],
            }
            for one in held
            if one.state in states and (one.state, one.reason) != anew[one.entry_id]
        ]
        insert_rows(self._session, self._events, events)

    def _latest(
        self, studio_id: str, run_id: str, entry_ids: Collection[int]
    ) -> Mapping[int, datetime]:
        """Return the first instant behind the run's last event of each entry that has one."""
        events = self._events.c
        latest = sa.func.max(events.happened_at).label("latest")
        query = sa.select(events.entry_id, latest).where(
            events.studio_id == studio_id,
            events.run_id == run_id,
            is_one_of(self._session, events.entry_id, entry_ids),
        )
        rows = self._session.all(query.group_by(events.entry_id))
        return {row["entry_id"]: row["latest"] + SHORTEST for row in rows}

    def refuse(self, studio_id: str, run_id: str, rows: Sequence[Row]) -> None:
        """Correct what a run noted of entries as imported that the host refuses, by their new rows.

        They went from what they were to what they are now, and one that already was so did not
        change. A new entry has no event.
        """
        if not rows:
            return
        events, new = self._events.c, rows[0]
        mine = sa.and_(
            events.studio_id == studio_id,
            events.run_id == run_id,
            is_one_of(self._session, events.entry_id, [row["entry_id"] for row in rows]),
        )
        imported = sa.and_(mine, events.state == EntryState.IMPORTED)
        after = {"state": str(new["state"]), "reason": str(new["reason"])}
        self._session.write(sa.update(self._events).where(imported).values(after))
        same = sa.and_(
            events.state_before == events.state,
            events.reason_before.is_not_distinct_from(events.reason),
        )
        self._session.write(sa.delete(self._events).where(mine, same))
