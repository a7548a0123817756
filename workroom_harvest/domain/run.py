"""An import run: what was asked for, how far it came, and what became of its entries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.fallback import FellBack, merged
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.skipped import RETRYABLE, PageResult, SkippedEntry, SkipReason

ENTRIES_KEPT_PER_REASON = 100
"""How many skipped entries a run keeps by name for each reason; the others are only counted."""

MOST_RESTARTS = 3
"""How often a run may begin again because its cursor is stale.

Cursors go stale now and then; a list whose cursors always do would never end.
"""

EXPECTED_START = timedelta(seconds=30)
"""How long a queued run may wait before the page says that no worker has begun it."""

MOST_PAGES = 10_000
"""The most pages that a run reads: twenty million entries, which no studio has.

The limit ends an endless chain of pages.
"""


class RunKind(StrEnum):
    """Who asked for a run: a person, or the schedule. The values are stored."""

    ON_DEMAND = "on demand"
    NIGHTLY = "nightly"


class RunStatus(StrEnum):
    """The state of a run; the last two are final. The values are stored."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import of one studio. Times are UTC.

    What was asked for: a run on demand has a `period`, and `started_by` is the member who clicked,
    or None from the command line. A nightly run has its `night`, asks Harvest for the entries that
    were changed after `updated_since`, and takes those that are dated within its `reach`.

    Progress: `pages` were read, and `cursor` is the address of the next one, stored with each page
    so that the run can be continued there. `expected` is the number of entries, and
    `expected_pages` that of pages, that Harvest announced on the first page; each is None where it
    announced nothing. `attempts` counts how often the run was started since it last completed a
    page. `retry_state` counts the failed tries at Harvest since then, and is None without any.
    While the run `is_resting` it waits for its next try without holding the studio, as nights do,
    so that a click starts at once. `restarts` counts how often it began again because its cursor
    was stale.

    Results: `skipped` counts the entries that were left out, by reason, and `lasting` those of them
    that another try will not bring in. `skipped_entries` are the first hundred of each reason.
    `fell_back` says whose entries went to the designer who connected. `sees` is whose entries the
    grant showed to this run, or None where Harvest did not say, and `saw` the widest sight until
    then. `warnings` are about the whole run, and `failure` says why it stopped.
    """

    id: str
    studio_id: str
    connection_id: str
    kind: RunKind
    created_at: datetime
    period: Period | None = None
    night: date | None = None
    updated_since: datetime | None = None
    reach: Period | None = None
    started_by: str | None = None
    status: RunStatus = RunStatus.QUEUED
    imported: int = 0
    skipped: Mapping[SkipReason, int] = field(default_factory=dict)
    lasting: Mapping[SkipReason, int] = field(default_factory=dict)
    skipped_entries: tuple[SkippedEntry, ...] = ()
    fell_back: tuple[FellBack, ...] = ()
    sees: Sight | None = None
    saw: Sight | None = None
    pages: int = 0
    expected_pages: int | None = None
    expected: int | None = None
    attempts: int = 0
    restarts: int = 0
    retry_state: RetryState | None = None
    is_resting: bool = False
    cursor: str | None = None
    warnings: tuple[Message, ...] = ()
    failure: Message | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def total(self) -> int:
        """Return how many entries Harvest has returned so far, skipped ones included."""
        return self.imported + sum(self.skipped.values())

    @property
    def sees_less(self) -> bool:
        """Return whether Harvest hid entries from this run that it showed before."""
        return self.sees is not None and self.sees.is_less_than(self.saw)

    @property
    def is_complete(self) -> bool:
        """Return whether the run finished and left out nothing that another try could bring in."""
        finished = self.status is RunStatus.FINISHED
        return finished and not self.sees_less and not any(map(self.retryable, RETRYABLE))

    def retryable(self, reason: SkipReason) -> int:
        """Return how many entries were skipped for `reason` that another try may bring in."""
        return self.skipped.get(reason, 0) - self.lasting.get(reason, 0)

    @property
    def is_over(self) -> bool:
        """Return whether the run has a final status."""
        return self.status in (RunStatus.FINISHED, RunStatus.FAILED)

    def rest(self, retry_state: RetryState, warning: Message | None = None) -> "ImportRun":
        """Return the run waiting for its next try, with its worker free for others.

        A nightly run leaves the studio free, too. The time slice ended in order, so it does not
        count as an attempt. `warning` says why the run waits, unless Harvest is the reason.
        """
        return replace(
            self,
            retry_state=retry_state,
            warnings=(warning,) if warning else (),
            is_resting=self.kind is RunKind.NIGHTLY,
            attempts=max(self.attempts - 1, 0),
        )

    def wake(self) -> "ImportRun":
        """Return the run holding the studio again."""
        return replace(self, is_resting=False)

    def start(self, now: datetime) -> "ImportRun":
        """Return the run as running from `now` (UTC); one that is continued keeps its first start.

        A run that was interrupted after its last page, but before it was finished, reads all pages
        again; the ledger prevents that its entries are counted twice.
        """
        run = self.restart() if self.pages and self.cursor is None else self
        return replace(
            run,
            status=RunStatus.RUNNING,
            started_at=run.started_at or now,
            attempts=run.attempts + 1,
        )

    def restart(self) -> "ImportRun":
        """Return the run at its first page.

        The entries that it imported, and whose they were, stay counted, because the ledger knows
        that this run imported them.
        """
        return replace(self, skipped={}, lasting={}, skipped_entries=(), pages=0, cursor=None)

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the run is still queued at `now` (UTC), later than `EXPECTED_START`."""
        return self.status is RunStatus.QUEUED and now - self.created_at > EXPECTED_START

    @property
    def may_restart(self) -> bool:
        """Return whether the run may begin again if Harvest rejects its cursor."""
        return self.cursor is not None and self.restarts < MOST_RESTARTS

    def restart_stale(self) -> "ImportRun":
        """Return the run at its first page, because Harvest rejected its cursor."""
        return replace(self.restart(), restarts=self.restarts + 1)

    def expect(self, *, pages: int | None, entries: int | None) -> "ImportRun":
        """Return the run with the pages and entries that Harvest announced on the first page.

        What it announces on later pages changes nothing.
        """
        if self.pages:
            return self
        return replace(self, expected_pages=pages, expected=entries)

    @property
    def exceeds_page_limit(self) -> bool:
        """Return whether more pages were read than is plausible.

        Entries come and go while pages are read, so the limit is twice the announced number, and
        ten more.
        """
        expected = self.expected_pages
        believed = MOST_PAGES if expected is None else min(2 * expected + 10, MOST_PAGES)
        return self.pages >= believed

    def ends_early(self, pages: int | None) -> bool:
        """Return whether Harvest's list ended before its last page.

        `pages` is the number that Harvest announces now, or None. The lesser of that and the first
        announcement counts, because a list may grow or shrink while it is read.
        """
        return _least(self.expected_pages, pages) > self.pages

    def missing(self, entries: int | None) -> int:
        """Return how many entries Harvest announced and never sent.

        `entries` is the number that it announces now, or None. The lesser of that and the first
        announcement counts.
        """
        return max(_least(self.expected, entries) - self.total, 0)

    def add(self, page: PageResult, *, cursor: str | None) -> "ImportRun":
        """Return the run after one more page.

        `cursor` is the address of the page after it, or None if that was the last.
        """
        return replace(
            self._skip(page.skipped),
            imported=self.imported + page.imported,
            fell_back=merged(self.fell_back, page.fell_back),
            pages=self.pages + 1,
            cursor=cursor,
            attempts=0,
            retry_state=None,
            warnings=(),
        )

    def finish(self, now: datetime, entries: int | None = None) -> "ImportRun":
        """Return the run as finished at `now` (UTC).

        Entries that Harvest announced (`entries` on the last page, None for unknown) and never sent
        are counted as `HARVEST_API_ERROR`, with a warning.
        """
        run = self
        missing = self.missing(entries)
        if missing:
            sent = {"announced": self.total + missing, "sent": self.total}
            run = self._fail_to_read(missing).warn(Message(Code.ENTRIES_MISSING, sent))
        return replace(run, status=RunStatus.FINISHED, is_resting=False, cursor=None, ended_at=now)

    def warn(self, warning: Message) -> "ImportRun":
        """Return the run with one more warning."""
        return replace(self, warnings=(*self.warnings, warning))

    def fail(self, why: Message, now: datetime) -> "ImportRun":
        """Return the run as failed at `now` (UTC). What was imported stays and is counted."""
        return replace(
            self,
            status=RunStatus.FAILED,
            failure=why,
            is_resting=False,
            cursor=None,
            ended_at=now,
        )

    def fail_at_harvest(self, why: Message, now: datetime) -> "ImportRun":
        """Return the run as failed at `now` (UTC) because of Harvest.

        The entries that Harvest announced and did not send are counted as `HARVEST_API_ERROR`.
        Where it announced none, only the failure tells of them.
        """
        unread = max((self.expected or 0) - self.total, 0)
        run = self._fail_to_read(unread) if unread else self
        return run.fail(why, now)

    def _fail_to_read(self, unread: int) -> "ImportRun":
        counts = dict(self.skipped)
        counts[SkipReason.HARVEST_API_ERROR] = counts.get(SkipReason.HARVEST_API_ERROR, 0) + unread
        return replace(self, skipped=counts)

    def _skip(self, entries: Iterable[SkippedEntry]) -> "ImportRun":
        counts, lasting = Counter(self.skipped), Counter(self.lasting)
        skipped_entries = list(self.skipped_entries)
        for entry in entries:
            counts[entry.reason] += 1
            lasting[entry.reason] += entry.is_lasting
            if counts[entry.reason] <= ENTRIES_KEPT_PER_REASON:
                skipped_entries.append(entry)
        return replace(
            self,
            skipped=dict(counts),
            lasting=dict(+lasting),
            skipped_entries=tuple(skipped_entries),
        )


def _least(*said: int | None) -> int:
    """Return the least of the announced numbers, or 0 where none was announced."""
    return min((count for count in said if count is not None), default=0)
