"""Whose night is due, over a database in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tests.fakes.connections import ConnectionRow
from tests.fakes.database import FakeDatabase
from tests.fakes.runs import FakeRuns, asks_for_changes
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.store.nights import DueNight, Nights
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.schedule import MOST_NIGHTS


class FakeNights(Nights):
    """The due nights, over the same rows as `FakeConnections` and `FakeRuns`."""

    def __init__(self, database: FakeDatabase, runs: FakeRuns) -> None:
        self._database = database
        self._runs = runs

    @property
    def _rows(self) -> dict[str, ConnectionRow]:
        return self._database.table("connections")

    def due(self, night: date, before: datetime | None, *, after: str, most: int) -> Sequence[str]:
        ids = sorted(studio_id for studio_id in self._rows if studio_id > after)
        return [studio_id for studio_id in ids if self._is_due(studio_id, night, before)][:most]

    def take(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> Sequence[DueNight]:
        """Take the night; only one transaction at a time is open here, so none is left out."""
        due = [one for one in studio_ids if self._is_due(one, night, before)]
        return [self._take(studio_id, night) for studio_id in due]

    def _take(self, studio_id: str, night: date) -> DueNight:
        row = self._rows[studio_id]
        taken = replace(row.connection, last_night=night)
        self._rows[studio_id] = replace(row, connection=taken)
        return self._due_night(taken)

    def _is_due(self, studio_id: str, night: date, before: datetime | None) -> bool:
        if studio_id not in self._rows:
            return False
        connection = self._rows[studio_id].connection
        since = connection.automated_since
        is_on = since is not None and (before is None or since < before)
        is_wanted = is_on and connection.works and connection.last_night != night
        return is_wanted and not self._runs.is_busy(studio_id)

    def _due_night(self, connection: Connection) -> DueNight:
        assert connection.automated_since is not None
        nights = self._runs.nights(connection.id)
        finished = [run for run in nights if run.status is RunStatus.FINISHED][:MOST_NIGHTS]
        usual = (run for run in finished if run.is_complete and asks_for_changes(run))
        complete = next(usual, None)
        oldest = finished[-1] if len(finished) == MOST_NIGHTS else None
        return DueNight(
            connection.studio_id,
            connection.id,
            connection.connected_at,
            connection.automated_since,
            complete.started_at if complete else None,
            oldest.started_at if oldest else None,
            connection.full_night,
        )
