"""The imports, past and present."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.run import ImportRun


class Runs(Protocol):
    """The import runs, past and present.

    At most one run of a studio is queued or running and does not rest. A row that this version of
    the plugin cannot read, because a newer version wrote it, is logged and left out of the results,
    but it still takes the studio's place for a run under way.
    """

    def add(self, run: ImportRun) -> bool:
        """Store a new run.

        Return False, and store nothing, if the studio has a live run, or the connection had this
        night. The transaction can be used further.
        """

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        """Return the studio's run of that id, or None."""

    def by_id(self, run_id: str) -> ImportRun | None:
        """Return the run of that id, whichever studio it belongs to, or None.

        It is meant for a worker, which has the id from the queue.
        """

    def live(self, studio_id: str) -> ImportRun | None:
        """Return the studio's run that is queued or running and does not rest, or None."""

    def stop(self, studio_id: str, why: Message, now: datetime) -> None:
        """End whatever the studio has under way as failed, for the reason `why`, at `now` (UTC).

        Runs that rest are ended, too, and rows that this version of the plugin cannot read.
        """

    def is_busy(self, studio_id: str) -> bool:
        """Return whether the studio has a live run, readable or not."""

    def latest(self, studio_id: str) -> ImportRun | None:
        """Return the studio's newest run of either kind, or None."""

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """Return the newest nightly run of the studio's present connection, or None."""

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        """Return up to `most` of the connection's last finished nightly runs, newest first."""

    def had_night(self, connection_id: str, night: date) -> bool:
        """Return whether the connection has a run for that night, whatever became of it."""

    def stalled(self, queue_timeout: timedelta) -> Sequence[ImportRun]:
        """Return the runs under way that no worker performs, oldest first.

        They are runs whose worker's lease expired, and runs without a lease that were last enqueued
        longer ago than `queue_timeout`. A run that waits for its next try, resting or not, is among
        them only once that try is due.
        """

    def mark_enqueued(self, run_id: str) -> None:
        """Store that the run was enqueued just now, by the database's clock."""

    def save(self, run: ImportRun) -> None:
        """Store the progress of a run that was added before.

        A unique key refuses, with the database's own error, a run that no longer rests while the
        studio has a live one. Whoever wakes a run therefore has the connection `locked`, and looks
        for a live run first.
        """

    def delete_old(self, before: datetime, most: int) -> int:
        """Delete up to `most` runs that were over before `before` (UTC); return how many.

        The oldest go first, with the entries that they skipped. Where those are more than can be
        deleted quickly, some go, and their runs stay for later calls. The last complete night of a
        connection that exists stays, because the window of the next night begins there. If there is
        nothing to delete, nothing is written.
        """
