"""An import: what it was asked for, how far it came, and why entries were left out."""

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


MOST_RESTARTS = 3
"""Addresses of a next page go stale now and then; a list whose addresses always do has no end."""


EXPECTED_START = timedelta(seconds=30)
"""A worker that is free begins at once."""


MOST_PAGES = 10_000
"""Twenty million entries: no studio has them, and an endless chain of pages must end."""


class RunKind(StrEnum):
    """Who asked for the run: a person, or the night."""

    ON_DEMAND = "on demand"
    NIGHTLY = "nightly"


class RunStatus(StrEnum):
    """Where a run stands; the last two are final."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import of one studio. Times are UTC.

    A run on demand has a `period`; a nightly one has its `night` and asks for what was changed
    after `updated_since`; of those it takes what is dated within its `reach`. `started_by` is the
    member who clicked. `cursor` is the address of the next page to read, kept with each page so
    that a run is taken up where it was left; `expected` is how many entries Harvest said there
    are, and `expected_pages` how many pages: on its first page, each None where it said nothing.
    `attempts` counts the times the run was taken up since it last came a page further, and
    `retry_state` the failed tries at Harvest since then, or is None where there were none; while it
    `is_resting` it waits for its next try without holding the studio, as nights do: a click starts
    at once. `restarts` counts how often it began again because the kept address led nowhere.
    `skipped` counts all that were left out, `lasting` those of them that no other try brings in,
    `skipped_entries` are the first hundred of each reason; `fell_back` says whose entries went to
    the designer who connected. `sees` is what the grant saw at this run, None where Harvest did not
    say, and `saw` the most that it saw until then; `warnings` are about the whole run, `failure` is
    why it stopped.
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
        """Every entry that Harvest returned so far, skipped ones included."""
        return self.imported + sum(self.skipped.values())

    @property
    def sees_less(self) -> bool:
        """Whether Harvest hid entries from this run that were seen before."""
        return self.sees is not None and self.sees.is_less_than(self.saw)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left out that another try could bring in."""
        finished = self.status is RunStatus.FINISHED
        return finished and not self.sees_less and not any(map(self.retryable, RETRYABLE))

    def retryable(self, reason: SkipReason) -> int:
        """How many were left out for that reason that another try may bring in."""
        return self.skipped.get(reason, 0) - self.lasting.get(reason, 0)

    @property
    def is_over(self) -> bool:
        """Whether the run has its final status."""
        return self.status in (RunStatus.FINISHED, RunStatus.FAILED)

    def rest(self, retry_state: RetryState, warning: Message | None = None) -> "ImportRun":
        """The run that leaves its worker to others until the next try; a night the studio, too.

        This time slice ended in order: it is no attempt that broke off. `warning` says why it
        rests, unless that is for Harvest's sake.
        """
        return replace(
            self,
            retry_state=retry_state,
            warnings=(warning,) if warning else (),
            is_resting=self.kind is RunKind.NIGHTLY,
            attempts=max(self.attempts - 1, 0),
        )

    def wake(self) -> "ImportRun":
        """The run that holds the studio again."""
        return replace(self, is_resting=False)

    def start(self, now: datetime) -> "ImportRun":
        """The run at work; one that is taken up again keeps its first start.

        One that was left between its last page and its end reads again, and counts nothing twice.
        """
        run = self.restart() if self.pages and self.cursor is None else self
        return replace(
            run,
            status=RunStatus.RUNNING,
            started_at=run.started_at or now,
            attempts=run.attempts + 1,
        )

    def restart(self) -> "ImportRun":
        """Back to the first page.

        What this run imported stays counted, and who fell back for it: the ledger tells those
        entries by the run.
        """
        return replace(self, skipped={}, lasting={}, skipped_entries=(), pages=0, cursor=None)

    def is_overdue(self, now: datetime) -> bool:
        """Whether nobody began with it though there was time."""
        return self.status is RunStatus.QUEUED and now - self.created_at > EXPECTED_START

    @property
    def may_restart(self) -> bool:
        """Whether a kept address that leads nowhere is a reason to begin again."""
        return self.cursor is not None and self.restarts < MOST_RESTARTS

    def restart_stale(self) -> "ImportRun":
        """Back to the first page, because the kept address no longer leads anywhere."""
        return replace(self.restart(), restarts=self.restarts + 1)

    def expect(self, *, pages: int | None, entries: int | None) -> "ImportRun":
        """The run with what Harvest announced on its first page; later claims change nothing."""
        if self.pages:
            return self
        return replace(self, expected_pages=pages, expected=entries)

    @property
    def exceeds_page_limit(self) -> bool:
        """Whether more pages were read than can be believed.

        Entries come and go while pages are read, so that is twice as many as were announced.
        """
        expected = self.expected_pages
        believed = MOST_PAGES if expected is None else min(2 * expected + 10, MOST_PAGES)
        return self.pages >= believed

    def ends_early(self, pages: int | None) -> bool:
        """Whether Harvest's list ended before its last page; `pages` is what it says of itself now.

        A list that grew or shrank on the way is whole: it need not have more pages than it had at
        first, nor more than it has now.
        """
        return _least(self.expected_pages, pages) > self.pages

    def missing(self, entries: int | None) -> int:
        """How many entries were announced, at first and by `entries` now, and never came."""
        return max(_least(self.expected, entries) - self.total, 0)

    def add(self, page: PageResult, *, cursor: str | None) -> "ImportRun":
        """The run after one more page."""
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
        """The run with all pages read; what Harvest announced and never sent is counted."""
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
        """The run stopped for good; what was imported so far stays and is counted."""
        return replace(
            self,
            status=RunStatus.FAILED,
            failure=why,
            is_resting=False,
            cursor=None,
            ended_at=now,
        )

    def fail_at_harvest(self, why: Message, now: datetime) -> "ImportRun":
        """Stopped by Harvest: what it announced and did not hand over is counted.

        Where it announced nothing there is nothing to count, and the failure alone says it.
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
    """Of what was announced the least, 0 where nothing was."""
    return min((count for count in said if count is not None), default=0)
