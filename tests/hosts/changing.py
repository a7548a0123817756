"""Hosts whose `change_many` changes something else than it was told, one fault each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import NewTimelog


class IgnoresChanges(Demo):
    """Nothing is changed, and all are reported."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)


class ChangesHoursOnly(Demo):
    """The duration is changed, and the other values are not."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        there = {
            one.entry_id: one
            for one in self.find_many(studio_id, [log.entry_id for log in timelogs], True)
        }
        logs = [
            replace(
                log,
                **{
                    name: getattr(there[log.entry_id], name)
                    for name in ("project_id", "activity_type_id", "member_id", "spent_on")
                },
                title=there[log.entry_id].title,
                billable=there[log.entry_id].billable,
            )
            for log in timelogs
        ]
        return super().change_many(studio_id, logs)


class ChangesAllOfTheDay(Demo):
    """The title of every timelog of the same day is changed."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        changed = super().change_many(studio_id, timelogs)
        for log in timelogs:
            _update({"title": log.title[:200]}, studio_id=int(studio_id), spent_on=log.spent_on)
        return changed


class ChangesTheStampAnywhere(Demo):
    """The timelogs of a stamp are changed in all studios."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        for log in timelogs:
            _update({"title": log.title[:200], "memo": ""}, harvest_entry_id=log.entry_id)
        return super().change_many(studio_id, timelogs)


class ChangesTheFirstHundred(Demo):
    """The first hundred are changed, and all are reported."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().change_many(studio_id, timelogs[:100])
        return len(timelogs)


class ChangesLocked(Demo):
    """Locked timelogs are changed like all others."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        _update({"is_locked": False})
        return super().change_many(studio_id, timelogs)


class LeavesOutLocked(Demo):
    """Locked timelogs are left out, and the number is smaller."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        found = self.find_many(studio_id, [log.entry_id for log in timelogs], True)
        free = {one.entry_id for one in found if one.locked is None}
        return super().change_many(studio_id, [log for log in timelogs if log.entry_id in free])


class AddsWhatIsNotThere(Demo):
    """A timelog is added where a stamp has none, and counted as changed."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        found = self.find_many(studio_id, [log.entry_id for log in timelogs], True)
        there = {one.entry_id for one in found}
        absent = [log for log in timelogs if log.entry_id not in there]
        super().change_many(studio_id, [log for log in timelogs if log.entry_id in there])
        return len(timelogs) if not absent else self._add(studio_id, absent) + len(there)


class SaysNothingOfChanges(Demo):
    """None is returned."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().change_many(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class CommitsChanges(Demo):
    """The session is committed after the change."""

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        changed = super().change_many(studio_id, timelogs)
        db.session.commit()
        return changed


def _update(values: dict[str, Any], **where: Any) -> None:
    db.session.execute(sa.update(Timelog).filter_by(**where).values(values))
