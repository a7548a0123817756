"""Hosts whose `remove_many` removes something else than it was told, one fault each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo


class IgnoresRemovals(Demo):
    """Nothing is removed, and all are reported."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        return len(entry_ids)


class KeepsTheStamp(Demo):
    """A timelog is hidden by a negative stamp, and still stands among the studio's."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        stamp = Timelog.harvest_entry_id
        mine = sa.update(Timelog).filter_by(studio_id=int(studio_id)).where(stamp.in_(entry_ids))
        db.session.execute(mine.values(harvest_entry_id=-stamp))
        return len(entry_ids)


class RemovesOthers(Demo):
    """All timelogs of the studio are removed, and as many reported as were asked for."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        super().remove_many(studio_id, entry_ids)
        _delete(studio_id=int(studio_id))
        return len(entry_ids)


class RemovesTheStampAnywhere(Demo):
    """The timelogs of a stamp are removed in all studios."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        removed = super().remove_many(studio_id, entry_ids)
        for number in entry_ids:
            _delete(harvest_entry_id=number)
        return removed


class RemovesTheFirstHundred(Demo):
    """The first hundred are removed, and all are reported."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        super().remove_many(studio_id, entry_ids[:100])
        return len(entry_ids)


class RemovesLocked(Demo):
    """Locked timelogs are removed like all others."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        db.session.execute(sa.update(Timelog).values(is_locked=False))
        return super().remove_many(studio_id, entry_ids)


class CountsWhatIsNotThere(Demo):
    """A stamp without a timelog is counted as removed."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        found = self.find_many(studio_id, entry_ids, True)
        super().remove_many(studio_id, [one.entry_id for one in found])
        return len(entry_ids)


class CommitsRemovals(Demo):
    """The session is committed after the removal."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        removed = super().remove_many(studio_id, entry_ids)
        db.session.commit()
        return removed


class RollsBackRemovals(Demo):
    """The session is rolled back after the removal."""

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        removed = super().remove_many(studio_id, entry_ids)
        db.session.rollback()
        return removed


def _delete(**where: Any) -> None:
    db.session.execute(sa.delete(Timelog).filter_by(**where))
