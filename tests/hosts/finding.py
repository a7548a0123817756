"""Hosts whose `find_many` gives a wrong answer, one fault each."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from tests.hosts.demo import Demo
from workroom_harvest import Duration, FoundTimelog


class Finding(Demo, ABC):
    """The base of the hosts that find something else than there is."""

    @abstractmethod
    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        """Return what is said to be found."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        """Find the timelogs, and return something else."""
        return self._instead(list(super().find_many(studio_id, entry_ids, for_update)))


class FindsNothing(Finding):
    """The look-up is always empty, as where a feature flag is off."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return []


class FindsHalf(Finding):
    """The look-up returns the first thousand, as a paged query does."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return found[:1000]


class FindsCutTitles(Finding):
    """The title is found as the page shows it, and not whole."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, title=one.title[:200]) for one in found]


class FindsTrimmedTitles(Finding):
    """The title is found without blanks at its ends."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, title=one.title.strip()) for one in found]


class FindsQuarters(Finding):
    """The duration is found rounded up to quarters of an hour, as it is billed."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [
            replace(one, duration=Duration(*divmod(-(-one.duration.total_minutes // 15) * 15, 60)))
            for one in found
        ]


class FindsAllBillable(Finding):
    """Every timelog is found to be billable."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, billable=True) for one in found]


class FindsNumbersForIds(Finding):
    """The ids are found as integers, as the database has them."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        numbers: list[Any] = [int(one.project_id) for one in found]
        return [replace(one, project_id=number) for one, number in zip(found, numbers, strict=True)]


class LocksNothing(Finding):
    """No timelog is said to be locked."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, locked=None) for one in found]


class LocksEverything(Finding):
    """Every timelog is said to be locked."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, locked="It is locked.") for one in found]


class LocksWithoutASentence(Finding):
    """A locked timelog is flagged with an empty text."""

    def _instead(self, found: list[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [replace(one, locked="" if one.locked else None) for one in found]


class FindsWhatIsNotThere(Demo):
    """A stamp without a timelog is found with the values of another."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        found = list(super().find_many(studio_id, entry_ids, for_update))
        absent = set(entry_ids) - {one.entry_id for one in found}
        return [*found, *(replace(found[0], entry_id=number) for number in absent if found)]


class FindsMore(Demo):
    """All timelogs of the studio are found, whichever stamps are asked for."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        mine = sa.select(Timelog.harvest_entry_id).filter_by(studio_id=int(studio_id))
        every = [number for number in db.session.scalars(mine) if number is not None]
        return super().find_many(studio_id, every, for_update)


class FindsEverybodys(Demo):
    """The timelogs of all studios are found."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        studios = db.session.scalars(sa.text("SELECT id FROM studio")).all()
        return [
            one
            for studio in studios
            for one in super(FindsEverybodys, self).find_many(str(studio), entry_ids, for_update)
        ]


class FindsAnothers(Demo):
    """The timelogs of the second studio are found, whichever studio asks."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        return super().find_many("2", entry_ids, for_update)


class CommitsWhileFinding(Demo):
    """The session is committed after the look-up."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        found = super().find_many(studio_id, entry_ids, for_update)
        db.session.commit()
        return found


class RollsBackBeforeFinding(Demo):
    """The session is rolled back first, so that the look-up sees what is committed."""

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        db.session.rollback()
        return super().find_many(studio_id, entry_ids, for_update)
