"""A host that counts, in the caller's transaction, what is done to each of its timelogs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from tests.support.door import Door
from workroom_harvest.domain.entries import FoundTimelog, NewTimelog
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.host import Timelogs


class CountedTimelogs(Timelogs, CorrectableTimelogs):
    """The timelogs of a door's host, with a row for each addition, change and removal.

    The same values may be written twice without a trace; the row is there twice then.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._table = sa.Table(
            "touched",
            door.metadata,
            sa.Column("number", sa.Integer, primary_key=True),
            sa.Column("entry_id", sa.BigInteger, nullable=False),
            sa.Column("verb", sa.Text, nullable=False),
        )

    def touched(self) -> Mapping[tuple[int, str], int]:
        """Return how often what was done to which timelog, as it lasted."""
        rows = self._door.rows("touched", "entry_id", "verb")
        return Counter((row.entry_id, row.verb) for row in rows)

    def forget(self) -> None:
        """Count from now on."""
        with self._door.engine.begin() as connection:
            connection.execute(self._table.delete())

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._count("added", (log.entry_id for log in timelogs))
        return self._door.timelogs.add_many(studio_id, timelogs)

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        return self._door.timelogs.find_many(studio_id, entry_ids, for_update)

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._count("changed", (log.entry_id for log in timelogs))
        return self._door.timelogs.change_many(studio_id, timelogs)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        self._count("removed", entry_ids)
        return self._door.timelogs.remove_many(studio_id, entry_ids)

    def _count(self, verb: str, stamps: Iterable[int]) -> None:
        rows = [{"entry_id": stamp, "verb": verb} for stamp in stamps]
        self._door.session.execute(self._table.insert(), rows)
