"""The object by which the plugin adds timelogs to Workroom, and corrects them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Row, Table, bindparam, delete, insert, select, update

from demo.workroom import models
from demo.workroom.models import db
from demo.workroom.timelogs import lock_reason, text_columns, whole_text
from workroom_harvest import Duration, FoundTimelog, NewTimelog, TimelogsRefused

FOUND = (
    "harvest_entry_id",
    "project_id",
    "activity_type_id",
    "member_id",
    "spent_on",
    "hours",
    "minutes",
    "title",
    "memo",
    "billable",
    "is_locked",
    "invoice_number",
)
"""The columns of a timelog that is found, in the order in which `_found` takes them."""

HELD = ("id", "harvest_entry_id", "activity_type_id", "hourly_rate", "is_locked", "invoice_number")
"""The columns of a timelog that is to be changed or removed."""


class WorkroomTimelogs:
    """Adds, finds, changes and removes timelogs. Implements `Timelogs` and `CorrectableTimelogs`.

    Statements name the table itself, as the mapped class would cost half as much again.
    """

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add timelogs in one statement and return how many.

        Each gets the hourly rate that its activity type has now.
        """
        rates = _rates(studio_id)
        rows = [_row(studio_id, log, rates[log.activity_type_id]) for log in timelogs]
        db.session.execute(insert(_table()), rows)
        return len(rows)

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        """Return the timelogs of these stamps, and hold their rows if they are to be changed."""
        return [_found(row) for row in _rows(FOUND, studio_id, entry_ids, for_update=for_update)]

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Change timelogs and return how many; raise `TimelogsRefused` if one is locked.

        The hourly rate changes with the activity type alone.
        """
        there = _free_rows(studio_id, [log.entry_id for log in timelogs])
        rates = _rates(studio_id)
        changed = [_changed(studio_id, log, there[log.entry_id], rates) for log in timelogs]
        table = _table()
        db.session.execute(update(table).where(table.c.id == bindparam("held")), changed)
        return len(changed)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        """Remove timelogs and return how many; raise `TimelogsRefused` if one is locked."""
        held = [row.id for row in _free_rows(studio_id, entry_ids).values()]
        db.session.execute(delete(_table()).where(_table().c.id.in_(held)))
        return len(held)


def _table() -> Table:
    return db.metadata.tables[models.Timelog.__tablename__]


def _rates(studio_id: str) -> dict[str, Any]:
    kind = models.ActivityType
    found = select(kind.id, kind.hourly_rate).filter_by(studio_id=int(studio_id))
    return {str(number): rate for number, rate in db.session.execute(found)}


def _rows(
    columns: Sequence[str], studio_id: str, entry_ids: Sequence[int], *, for_update: bool
) -> Sequence[Row[Any]]:
    """Return these columns of the timelogs of these stamps.

    The stamps are written into the statement, in which 2,000 parameters would cost as much as all
    the rest.
    """
    table = _table()
    stamps = bindparam("stamps", entry_ids, BigInteger, expanding=True, literal_execute=True)
    mine = (table.c.studio_id == int(studio_id)) & table.c.harvest_entry_id.in_(stamps)
    query = select(*(table.c[name] for name in columns)).where(mine).order_by(table.c.id)
    return db.session.execute(query.with_for_update() if for_update else query).all()


def _free_rows(studio_id: str, entry_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Return the rows of these stamps, held until the transaction ends.

    Raise `TimelogsRefused` if one of them is locked, or if a stamp has no row.
    """
    rows = _rows(HELD, studio_id, entry_ids, for_update=True)
    there = {row.harvest_entry_id: row for row in rows}
    causes = {number: "It is not in Workroom." for number in entry_ids if number not in there}
    causes |= {number: reason for number, row in there.items() if (reason := lock_reason(row))}
    if causes:
        raise TimelogsRefused(causes)
    return there


def _found(row: Any) -> FoundTimelog:
    # The row is taken apart at once: ten looks at it by name cost more than the timelog itself.
    number, project, kind, member, spent_on, hours, minutes, title, memo, billable, *_ = row
    return FoundTimelog(
        entry_id=number,
        project_id=str(project),
        activity_type_id=str(kind),
        member_id=str(member),
        spent_on=spent_on,
        duration=Duration(hours, minutes),
        title=whole_text(title, memo),
        billable=billable,
        locked=lock_reason(row),
    )


def _changed(
    studio_id: str, log: NewTimelog, row: Row[Any], rates: Mapping[str, Any]
) -> dict[str, Any]:
    is_same_type = str(row.activity_type_id) == log.activity_type_id
    rate = row.hourly_rate if is_same_type else rates[log.activity_type_id]
    return {"held": row.id, **_row(studio_id, log, rate)}


def _row(studio_id: str, log: NewTimelog, rate: Any) -> dict[str, Any]:
    return {
        "studio_id": int(studio_id),
        "project_id": int(log.project_id),
        "activity_type_id": int(log.activity_type_id),
        "member_id": int(log.member_id),
        "spent_on": log.spent_on,
        "hours": log.duration.hours,
        "minutes": log.duration.minutes,
        **text_columns(log.title),
        "billable": log.billable,
        "hourly_rate": rate,
        "harvest_entry_id": log.entry_id,
    }
