"""The imports, past and present."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.run import ImportRun


@dataclass(frozen=True, slots=True)
class StalledRun:
    """A run that no worker performs: its id, when it was added (UTC), and whether it is a night."""

    id: str
    created_at: datetime
    is_night: bool


@dataclass(frozen=True, slots=True)
class RunPlace:
    """A place in the list of a studio's runs: behind the run of that id, added then (UTC)."""

    created_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some of a studio's runs, newest first; `next` is where the others begin, or None."""

    runs: Sequence[ImportRun]
    next: RunPlace | None


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

    def add_many(self, runs: Sequence[ImportRun]) -> Collection[str]:
        """Store new runs, each of which may be refused as by `add`; return the ids of the others.

        There may be none.
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
        """Return whether the studio has a live run, readable or not, that is no preview."""

    def previewing(self, studio_ids: Collection[str]) -> Sequence[str]:
        """Return those of the studios whose live run is a preview, readable or not."""

    def cancel_previews(self, studio_ids: Collection[str], now: datetime) -> None:
        """End the previews that are the live runs of these studios as cancelled at `now` (UTC)."""

    def latest(self, studio_id: str) -> ImportRun | None:
        """Return the studio's newest run that is no preview, or None."""

    def page(self, studio_id: str, *, most: int, after: RunPlace | None = None) -> RunPage:
        """Return up to `most` of the studio's runs of all kinds, newest first, behind a place.

        Runs that were added at the same instant are in the reverse order of their ids. There are
        fewer, and others behind them, where this version of the plugin cannot read some.
        """

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """Return the newest nightly run of the studio's present connection, or None."""

    def failing_since(self, studio_id: str) -> date | None:
        """Return the first of the connection's nights that failed since the last that finished.

        It is None if none failed since then. Nights that are not over do not count.
        """

    def stalled(
        self, queue_timeout: timedelta, *, most: int, after: StalledRun | None = None
    ) -> Sequence[StalledRun]:
        """Return up to `most` of the runs under way that no worker performs, oldest first.

        They are runs whose worker's lease expired, and runs without a lease that were last enqueued
        longer ago than `queue_timeout`. A run that waits for its next try, resting or not, is among
        them only once that try is due. Those that this version cannot read are among them, too:
        nothing else of their rows is read. `after` is the last run of the batch before.
        """

    def mark_enqueued(self, run_ids: Collection[str]) -> None:
        """Store that the runs were enqueued just now, by the database's clock.

        A run that another transaction has locked, because a worker performs it, is left out.
        """

    def remove(self, run_id: str) -> None:
        """Delete the run and the entries that it skipped, as if it had never been added.

        It is no preview.
        """

    def save(self, run: ImportRun) -> None:
        """Store the progress of a run that was added before.

        A unique key refuses, with the database's own error, a run that no longer rests while the
        studio has a live one. Whoever wakes a run therefore has the connection `locked`, and looks
        for a live run first.
        """

    def forget_names(self, studio_id: str) -> None:
        """Delete the names of people in all runs of the studio. Their ids and counts stay."""

    def delete_old(self, before: datetime, most: int) -> int:
        """Delete up to `most` runs that were over before `before` (UTC); return how many.

        The oldest go first, with the entries that they skipped. Where those are more than can be
        deleted quickly, some go, and their runs stay for later calls. The last complete night of a
        connection that exists stays, because the window of the next night begins there. If there is
        nothing to delete, nothing is written.
        """

    def delete_old_previews(self, before: datetime, most: int) -> int:
        """Delete up to `most` previews that were over before `before` (UTC), like `delete_old`.

        The entries that they showed as coming in go with them. One that an import under way was
        started from stays until that import is over and compared with it.
        """
