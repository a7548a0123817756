"""Import runs in memory, with the unique keys of the real table."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.fakes.database import FakeDatabase, NotUniqueError
from tests.fakes.deadlines import has_ended
from tests.fakes.leases import LeaseRow
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store.runs import RunPage, RunPlace, Runs, StalledRun
from workroom_harvest.domain.retry import DAY
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import ChangedSince


@dataclass(frozen=True)
class RunRow:
    """A run, and when it was last enqueued."""

    run: ImportRun
    enqueued_at: datetime | None = None


def _is_live(run: ImportRun) -> bool:
    """Return whether the run holds the studio."""
    return not (run.is_over or run.is_resting)


def asks_for_changes(run: ImportRun) -> bool:
    """Return whether a night asks for what was changed, in place of all entries of its days."""
    return isinstance(run.request.window, ChangedSince)


def _place(run: ImportRun) -> tuple[datetime, str]:
    return run.created_at, run.id


def _stalled(run: ImportRun) -> StalledRun:
    return StalledRun(run.id, run.created_at, run.request.night is not None)


class FakeRuns(Runs):
    """Runs over a database in memory, every row of which can be read."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[str, RunRow]:
        return self._database.table("runs")

    @property
    def _runs(self) -> list[ImportRun]:
        """Return the runs, the newest first."""
        found = sorted((row.run for row in self._rows.values()), key=lambda run: run.id)
        return sorted(found, key=lambda run: run.created_at, reverse=True)

    def add(self, run: ImportRun) -> bool:
        """Store a new run, unless the unique key on the live run or on the night refuses it."""
        night_is_taken = run.request.night is not None and any(
            run.request.night == other.request.night for other in self.nights(run.connection_id)
        )
        live_is_taken = _is_live(run) and self.live(run.studio_id) is not None
        if run.id in self._rows or night_is_taken or live_is_taken:
            return False
        self._rows[run.id] = RunRow(run)
        return True

    def add_many(self, runs: Sequence[ImportRun]) -> Collection[str]:
        return [run.id for run in runs if self.add(run)]

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        run = self.by_id(run_id)
        return run if run and run.studio_id == studio_id else None

    def by_id(self, run_id: str) -> ImportRun | None:
        row = self._rows.get(run_id)
        return row.run if row else None

    def live(self, studio_id: str) -> ImportRun | None:
        return next((run for run in self._of(studio_id) if _is_live(run)), None)

    def stop(self, studio_id: str, why: Message, now: datetime) -> None:
        for run in self._of(studio_id):
            if not run.is_over:
                self.save(run.fail(why, now))

    def is_busy(self, studio_id: str) -> bool:
        live = self.live(studio_id)
        return live is not None and not live.is_preview

    def previewing(self, studio_ids: Collection[str]) -> Sequence[str]:
        return sorted(run.studio_id for run in self._live_previews(studio_ids))

    def cancel_previews(self, studio_ids: Collection[str], now: datetime) -> None:
        for run in self._live_previews(studio_ids):
            self.save(run.cancel(now))

    def _live_previews(self, studio_ids: Collection[str]) -> list[ImportRun]:
        live = [self.live(studio_id) for studio_id in set(studio_ids)]
        return [run for run in live if run and run.is_preview]

    def latest(self, studio_id: str) -> ImportRun | None:
        return next((run for run in self._of(studio_id) if not run.is_preview), None)

    def page(self, studio_id: str, *, most: int, after: RunPlace | None = None) -> RunPage:
        runs = sorted(self._of(studio_id), key=_place, reverse=True)
        if after is not None:
            runs = [run for run in runs if _place(run) < (after.created_at, after.id)]
        last = RunPlace(*_place(runs[most - 1])) if len(runs) > most else None
        return RunPage(runs[:most], last)

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        row = self._database.table("connections").get(studio_id)
        return next(iter(self.nights(row.connection.id)), None) if row else None

    def failing_since(self, studio_id: str) -> date | None:
        row = self._database.table("connections").get(studio_id)
        nights = self.nights(row.connection.id) if row else []
        since = itertools.takewhile(lambda run: run.status is not RunStatus.FINISHED, nights)
        failed = [run.request.night for run in since if run.status is RunStatus.FAILED]
        return failed[-1] if failed else None

    def stalled(
        self, queue_timeout: timedelta, *, most: int, after: StalledRun | None = None
    ) -> Sequence[StalledRun]:
        rows = [row for row in self._rows.values() if not row.run.is_over]
        runs = [row.run for row in rows if self._lies(row, queue_timeout)]
        runs.sort(key=lambda run: (run.created_at, run.id))
        if after is not None:
            runs = [run for run in runs if (run.created_at, run.id) > (after.created_at, after.id)]
        return [_stalled(run) for run in runs[:most]]

    def mark_enqueued(self, run_ids: Collection[str]) -> None:
        now = self._database.clock.now()
        for run_id in self._rows.keys() & set(run_ids):
            self._rows[run_id] = replace(self._rows[run_id], enqueued_at=now)

    def forget_names(self, studio_id: str) -> None:
        for run in self._runs:
            if run.studio_id == studio_id:
                self.save(replace(run, progress=run.progress.forget_names()))

    def remove(self, run_id: str) -> None:
        row = self._rows.pop(run_id, None)
        if row is not None:
            self._clear(row.run)

    def save(self, run: ImportRun) -> None:
        row = self._rows.get(run.id)
        if row is None:
            return
        other = self.live(run.studio_id)
        if _is_live(run) and other is not None and other.id != run.id:
            raise NotUniqueError("live_for")
        self._rows[run.id] = replace(row, run=run)

    def delete_old(self, before: datetime, most: int) -> int:
        kept = [run.id for run in self._last_complete_nights()]
        runs = (run for run in self._runs if run.id not in kept and not run.is_preview)
        return self._delete(runs, before, most)

    def delete_old_previews(self, before: datetime, most: int) -> int:
        needed = {run.request.preview_id for run in self._runs if not run.is_over}
        previews = (run for run in self._runs if run.is_preview and run.id not in needed)
        return self._delete(previews, before, most)

    def _delete(self, runs: Iterable[ImportRun], before: datetime, most: int) -> int:
        ended = ((run.ended_at, run.id) for run in runs if run.ended_at is not None)
        old = sorted((ended_at, run_id) for ended_at, run_id in ended if ended_at < before)
        for _, run_id in old[:most]:
            self._clear(self._rows.pop(run_id).run)
        return len(old[:most])

    def _clear(self, run: ImportRun) -> None:
        """Delete the rows of a run that is deleted."""
        for name in (
            "skipped_entries",
            "previewed_entries",
            "chosen_entries",
            "unfound",
            "listed_days",
        ):
            self._database.table(name).pop((run.studio_id, run.id), None)

    def _of(self, studio_id: str) -> list[ImportRun]:
        return [run for run in self._runs if run.studio_id == studio_id]

    def nights(self, connection_id: str) -> list[ImportRun]:
        """Return the connection's nights, the newest first."""
        runs = [run for run in self._runs if run.connection_id == connection_id]
        nights = {run.request.night: run for run in runs}
        return [nights[night] for night in sorted(filter(None, nights), reverse=True)]

    def _last_complete_nights(self) -> Iterator[ImportRun]:
        """Return the last complete night of each connection that exists and has one."""
        for row in self._database.table("connections").values():
            nights = self.nights(row.connection.id)
            complete = (run for run in nights if run.is_complete and asks_for_changes(run))
            yield from itertools.islice(complete, 1)

    def _lies(self, row: RunRow, queue_timeout: timedelta) -> bool:
        now = self._database.clock.now()
        retry_state = row.run.retry_state
        if retry_state and not has_ended(retry_state.next_try_at, now, DAY / 2):
            return False
        lease: LeaseRow | None = self._database.table("leases").get(row.run.studio_id)
        ends = lease.expires_at if lease else None
        handed = row.enqueued_at
        if ends is not None and ends <= now and (handed is None or handed <= ends):
            return True
        return has_ended(ends, now, queue_timeout) and has_ended(
            handed, now - queue_timeout, queue_timeout
        )
