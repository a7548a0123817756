"""The comparison of an import with the preview that it was started from, in four statements.

However many entries there are, the database compares them, and only their sums are read.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.skipped import SkipReason


class Differences:
    """The comparison over the tables of previewed entries, of the ledger and of skipped entries."""

    def __init__(
        self, session: HostSession, previewed: sa.Table, entries: sa.Table, skipped: sa.Table
    ) -> None:
        self._session = session
        self._shown = previewed
        self._done = entries
        self._skipped = skipped

    def between(self, studio_id: str, preview_id: str, run_id: str) -> Sequence[Difference]:
        """Return what the run did otherwise than the preview showed, in the order of `What`."""
        now = self._skipped_by(studio_id, run_id, "now")
        before = self._skipped_by(studio_id, preview_id, "before")
        otherwise = What.SKIPPED_OTHERWISE
        with self._session.joining_many():
            found = [
                *self._of_imported(studio_id, preview_id, run_id),
                *self._read(What.STAYED_OUT, self._stayed_out(studio_id, preview_id, run_id, now)),
                *self._read(otherwise, self._skipped_now(studio_id, preview_id, now, before)),
                *self._read(otherwise, self._not_skipped(studio_id, run_id, now, before)),
            ]
        order = list(What)
        return sorted(found, key=lambda one: (order.index(one.what), -one.entries))

    def _of_imported(self, studio_id: str, preview_id: str, run_id: str) -> Iterator[Difference]:
        """Yield how the entries that the run imported differ from what was shown of them."""
        shown, done = self._shown, self._done
        same = sa.and_(
            shown.c.run_id == preview_id,
            shown.c.studio_id == done.c.studio_id,
            shown.c.entry_id == done.c.entry_id,
        )
        differs = {
            What.CAME_IN: shown.c.entry_id.is_(None),
            What.HOURS: shown.c.minutes != done.c.minutes,
            What.DAY: shown.c.spent_on != done.c.written_on,
            What.PROJECT: shown.c.project_id != done.c.project_id,
            What.TASK: shown.c.activity_type_id != done.c.activity_type_id,
            What.OWNER: shown.c.member_id != done.c.member_id,
            What.NOTE: shown.c.title_hash != done.c.title_hash,
            What.BILLABLE: shown.c.billable != done.c.written_billable,
        }
        columns = [
            _sum(sa.case((condition, value), else_=0))
            for condition in differs.values()
            for value in (sa.literal(1), done.c.minutes, shown.c.minutes)
        ]
        mine = (done.c.studio_id == studio_id, done.c.run_id == run_id)
        joined = done.outerjoin(shown, same)
        (row,) = self._session.tuples(sa.select(*columns).select_from(joined).where(*mine))
        numbers = iter(map(int, row))
        for what, entries, minutes, before in zip(differs, numbers, numbers, numbers, strict=True):
            if entries:
                shown_minutes = before if what is What.HOURS else None
                yield Difference(what, entries, minutes, shown_minutes=shown_minutes)

    def _stayed_out(
        self, studio_id: str, preview_id: str, run_id: str, now: sa.Subquery
    ) -> sa.Select[Any]:
        """Return the query for what was shown as coming in and did not, by the reason now."""
        table = self._shown
        mine = (table.c.run_id == preview_id, table.c.studio_id == studio_id)
        shown = self._with_importer(table, studio_id).where(*mine).subquery("shown")
        joined = shown.outerjoin(now, now.c.entry_id == shown.c.entry_id)
        why = sa.func.coalesce(now.c.reason, _imported_before(shown))
        return self._summed(why, shown.c.minutes, joined).where(_did_not_come_in(shown, run_id))

    def _skipped_now(
        self, studio_id: str, preview_id: str, now: sa.Subquery, before: sa.Subquery
    ) -> sa.Select[Any]:
        """Return the query for what was skipped, and not shown so."""
        shown = self._shown
        as_coming_in = sa.and_(
            shown.c.run_id == preview_id,
            shown.c.studio_id == studio_id,
            shown.c.entry_id == now.c.entry_id,
        )
        joined = now.outerjoin(before, before.c.entry_id == now.c.entry_id).outerjoin(
            shown, as_coming_in
        )
        return self._summed(now.c.reason, now.c.minutes, joined).where(
            shown.c.entry_id.is_(None),
            sa.or_(
                before.c.entry_id.is_(None),
                before.c.reason != now.c.reason,
                sa.and_(
                    before.c.minutes != now.c.minutes,
                    now.c.reason != SkipReason.TIMER_RUNNING.value,
                ),
            ),
        )

    def _not_skipped(
        self, studio_id: str, run_id: str, now: sa.Subquery, before: sa.Subquery
    ) -> sa.Select[Any]:
        """Return the query for what was shown as skipped, and neither was skipped nor came in."""
        shown = self._with_importer(before, studio_id).subquery("shown")
        joined = shown.outerjoin(now, now.c.entry_id == shown.c.entry_id)
        return self._summed(_imported_before(shown), shown.c.minutes, joined).where(
            now.c.entry_id.is_(None), _did_not_come_in(shown, run_id)
        )

    def _skipped_by(self, studio_id: str, run_id: str, name: str) -> sa.Subquery:
        """Return the entries that a run skipped, each of them once."""
        table = self._skipped
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        return (
            sa.select(
                table.c.entry_id,
                sa.func.min(table.c.reason).label("reason"),
                sa.func.coalesce(sa.func.min(table.c.minutes), 0).label("minutes"),
            )
            .where(*mine, table.c.entry_id.is_not(None))
            .group_by(table.c.entry_id)
            .subquery(name)
        )

    def _with_importer(self, rows: sa.FromClause, studio_id: str) -> sa.Select[Any]:
        """Return the query for entries with their minutes, and the run that imported each, or null.

        That is looked up by the key, as there may be many times as many entries.
        """
        done = self._done.c
        importer = sa.select(done.run_id).where(
            done.studio_id == studio_id, done.entry_id == rows.c.entry_id
        )
        return sa.select(
            rows.c.entry_id, rows.c.minutes, importer.scalar_subquery().label("importer")
        )

    def _summed(
        self, reason: sa.ColumnElement[Any], minutes: sa.ColumnElement[Any], rows: sa.FromClause
    ) -> sa.Select[Any]:
        why = reason.label("why")
        query = sa.select(why, sa.func.count().label("entries"), _sum(minutes).label("minutes"))
        return query.select_from(rows).group_by(why)

    def _read(self, what: What, query: sa.Select[Any]) -> Iterator[Difference]:
        for row in self._session.tuples(query):
            reason = SkipReason(row.why) if row.why else None
            yield Difference(what, row.entries, int(row.minutes), reason)


def _imported_before(shown: sa.Subquery) -> sa.ColumnElement[str | None]:
    """Return the reason of an entry that another run imported, and else null."""
    return sa.case(
        (
            shown.c.importer.is_not(None),
            sa.literal_column(f"'{SkipReason.ALREADY_IMPORTED}'"),
        )
    )


def _did_not_come_in(shown: sa.Subquery, run_id: str) -> sa.ColumnElement[bool]:
    return sa.or_(shown.c.importer.is_(None), shown.c.importer != run_id)


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(column), 0)
