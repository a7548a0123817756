"""An import run: what was asked for, how far it came, and what became of its entries."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from workroom_harvest.domain import run_status
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.difference import Difference
from workroom_harvest.domain.gone import DOUBTS
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run_request import IMPORTS
from workroom_harvest.domain.run_request import Request as Request
from workroom_harvest.domain.run_request import RunKind as RunKind
from workroom_harvest.domain.run_status import Event, RunStatus
from workroom_harvest.domain.skipped import RETRYABLE, PageResult
from workroom_harvest.domain.window import ChosenEntries, Waiting

MOST_RESTARTS = 3
"""How often a run may begin again because its cursor is stale.

Cursors go stale now and then; a list whose cursors always do would never end.
"""

EXPECTED_START = timedelta(seconds=30)
"""How long a queued run may wait before the page says that no worker has begun it."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import of one studio. Times are UTC.

    `status` changes as the table `run_status.TRANSITIONS` allows it. `attempts` counts how often
    the run was started since it last completed a page, and `retry_state` the failed tries at
    Harvest since then; it is None without any. `warnings` are about the whole run, and `failure`
    says why it stopped. `continued_at` is when somebody let it go on after its end, or None.
    `differs` is what a finished import did otherwise than its preview had
    shown, or None if it was not compared with one.
    """

    id: str
    studio_id: str
    connection_id: str
    created_at: datetime
    request: Request
    status: RunStatus = RunStatus.QUEUED
    progress: Progress = field(default_factory=Progress)
    attempts: int = 0
    retry_state: RetryState | None = None
    warnings: tuple[Message, ...] = ()
    failure: Message | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    continued_at: datetime | None = None
    differs: tuple[Difference, ...] | None = None

    @property
    def is_preview(self) -> bool:
        """Return whether the run is an import without the write."""
        return self.request.kind is RunKind.PREVIEW

    @property
    def is_import(self) -> bool:
        """Return whether the run brings entries in."""
        return self.request.kind in IMPORTS

    @property
    def corrects(self) -> bool:
        """Return whether the run corrects timelogs, and imports no new entry."""
        return self.request.kind is RunKind.CORRECTION

    @property
    def is_over(self) -> bool:
        """Return whether the run has ended. One that failed or was cancelled may be continued."""
        return self.status.is_over

    @property
    def is_resting(self) -> bool:
        """Return whether the run waits for its next try without holding the studio."""
        return self.status is RunStatus.RESTING

    @property
    def is_complete(self) -> bool:
        """Return whether the run finished and left out nothing that another try could bring in.

        One that brings in nothing is never complete.
        """
        done = self.progress
        retryable = any(map(done.retryable, RETRYABLE))
        left_out = not self.is_import or done.sees_less or retryable
        return self.status is RunStatus.FINISHED and not left_out

    @property
    def picks(self) -> bool:
        """Return whether the run decides only those of Harvest's entries that it is to take.

        They waited, or somebody chose them.
        """
        return self.request.kind in (RunKind.WAITING, RunKind.CORRECTION)

    @property
    def is_listed(self) -> bool:
        """Return whether the run has read its list; what that lacks is asked for by id."""
        window = self.request.window
        if self.picks and isinstance(window, Waiting | ChosenEntries):
            return window.days is None or self.progress.is_read
        return self.progress.unlisted is not None

    @property
    def read(self) -> int:
        """Return how many of the entries that Harvest announced it has sent so far."""
        return self.progress.listed if self.picks else self.progress.total

    @property
    def is_sure_of_gone(self) -> bool:
        """Return whether entries that Harvest did not find are taken for gone."""
        doubted = DOUBTS & {warning.code for warning in self.warnings}
        return self.status is RunStatus.FINISHED and not doubted

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the run is still queued at `now` (UTC), later than `EXPECTED_START`."""
        queued_at = self.continued_at or self.created_at
        return self.status is RunStatus.QUEUED and now - queued_at > EXPECTED_START

    @property
    def may_restart(self) -> bool:
        """Return whether the run may begin again if Harvest rejects its cursor."""
        return self.progress.cursor is not None and self.progress.restarts < MOST_RESTARTS

    def start(self, now: datetime) -> "ImportRun":
        """Return the run as running from `now` (UTC); one that is continued keeps its first start.

        A run that was interrupted after its last page, but before it was finished, reads all pages
        again; the ledger prevents that its entries are counted twice. One that asks goes on by id.
        """
        done = self.progress
        return replace(
            self,
            status=self._after(Event.START),
            progress=done.restart() if done.is_read and not self.is_listed else done,
            started_at=self.started_at or now,
            attempts=self.attempts + 1,
        )

    def wait(self, retry_state: RetryState) -> "ImportRun":
        """Return the run keeping its worker until the next try, which is due in a moment."""
        return replace(self, status=self._after(Event.WAIT), retry_state=retry_state)

    def rest(self, retry_state: RetryState, warning: Message | None = None) -> "ImportRun":
        """Return the run waiting for its next try, with its worker free for others.

        A nightly run leaves the studio free, too. The time slice ended in order, so it does not
        count as an attempt. `warning` says why the run waits, unless Harvest is the reason.
        """
        nightly = self.request.kind is RunKind.NIGHTLY
        return replace(
            self,
            status=self._after(Event.REST if nightly else Event.WAIT),
            retry_state=retry_state,
            warnings=(warning,) if warning else (),
            attempts=max(self.attempts - 1, 0),
        )

    def wake(self) -> "ImportRun":
        """Return the run holding the studio again."""
        return replace(self, status=self._after(Event.WAKE))

    def restart_stale(self) -> "ImportRun":
        """Return the run at its first page, because Harvest rejected its cursor."""
        again = self.progress.restart(keeps_skipped=self.picks)
        return replace(self, progress=replace(again, restarts=again.restarts + 1))

    def add(self, page: PageResult, *, cursor: str | None) -> "ImportRun":
        """Return the run after one more page.

        `cursor` is the address of the page after it, or None if that was the last.
        """
        return replace(
            self,
            status=self._after(Event.READ_PAGE),
            progress=self.progress.add(page, cursor),
            attempts=0,
            retry_state=None,
            warnings=(),
        )

    def finish(self, now: datetime, announced: Announced) -> "ImportRun":
        """Return the run as finished at `now` (UTC).

        Entries that Harvest announced (now `announced`, on the last page) and never sent are
        counted as `HARVEST_API_ERROR`, with a warning. A run that picks has asked for what it wants
        of them.
        """
        done, warnings = self.progress, self.warnings
        missing = 0 if self.picks else done.announced.missing_entries(announced, done.total)
        if missing:
            sent = {"announced": done.total + missing, "sent": done.total}
            warnings = (*warnings, Message(Code.ENTRIES_MISSING, sent))
        return replace(self._end(Event.FINISH, now), progress=done.lose(missing), warnings=warnings)

    def warn(self, warning: Message) -> "ImportRun":
        """Return the run with one more warning."""
        return replace(self, warnings=(*self.warnings, warning))

    def fail(self, why: Message, now: datetime) -> "ImportRun":
        """Return the run as failed at `now` (UTC). What was imported stays and is counted."""
        return replace(self._end(Event.FAIL, now), failure=why)

    def fail_at_harvest(self, why: Message, now: datetime) -> "ImportRun":
        """Return the run as failed at `now` (UTC) because of Harvest.

        The entries that Harvest announced and did not send are counted as `HARVEST_API_ERROR`.
        Where it announced none, only the failure tells of them; and so it does where the run picks,
        as others may be among them.
        """
        done = self.progress if self.picks else self.progress.lose_rest()
        return replace(self, progress=done).fail(why, now)

    def cancel(self, now: datetime) -> "ImportRun":
        """Return the run as cancelled at `now` (UTC). What was imported stays and is counted."""
        return self._end(Event.CANCEL, now)

    def _end(self, event: Event, now: datetime) -> "ImportRun":
        return replace(self, status=self._after(event), ended_at=now)

    def _after(self, event: Event) -> RunStatus:
        return run_status.after(self.status, event)
