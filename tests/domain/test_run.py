"""What a run counts of its entries and pages."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.factories import NOON, run
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ENTRIES_KEPT_PER_REASON, EXPECTED_START, RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason

reasons = st.sampled_from(SkipReason)
results = st.builds(
    lambda imported, skipped: PageResult(
        imported, tuple(SkippedEntry(reason, 1, "an entry") for reason in skipped)
    ),
    st.integers(0, 2000),
    st.lists(reasons, max_size=30),
)


@given(st.lists(results, max_size=6))
def test_the_total_is_what_was_imported_and_what_was_skipped(pages: list[PageResult]) -> None:
    """After any pages the total is what was imported and what was skipped."""
    found = run()
    for page in pages:
        found = found.add(page, cursor=None)
    assert found.imported == sum(page.imported for page in pages)
    assert found.total == sum(page.imported + len(page.skipped) for page in pages)


def test_examples_are_bounded_and_counts_are_not() -> None:
    """The first hundred skipped entries of a reason are kept, and all are counted."""
    many = tuple(SkippedEntry(SkipReason.SAVE_FAILED, n, f"entry {n}") for n in range(250))
    found = run().add(PageResult(0, many), cursor=None)
    assert found.skipped == {SkipReason.SAVE_FAILED: 250}
    assert len(found.skipped_entries) == ENTRIES_KEPT_PER_REASON


def test_beginning_again_keeps_what_was_imported_counted() -> None:
    """A run that begins again keeps its imported count and forgets what it skipped."""
    skipped = (SkippedEntry(SkipReason.TIMER_RUNNING, 1, "an entry"),)
    again = run().add(PageResult(5, skipped), cursor="next").restart()
    assert (again.imported, again.total, again.cursor) == (5, 5, None)


def test_pages_beyond_twice_what_was_announced_are_not_believed() -> None:
    """Twice the pages that the first page announced, and ten, are the limit."""
    found = run().expect(pages=5, entries=10_000)
    for _ in range(20):
        assert not found.exceeds_page_limit
        found = found.add(PageResult(1, ()), cursor="next").expect(pages=900, entries=1)
    assert found.exceeds_page_limit


@pytest.mark.parametrize(
    ("first", "now", "read", "early"),
    [
        (3, 3, 3, False),
        (3, 3, 2, True),
        # Entries were logged, or deleted, while the list was read.
        (2, 3, 2, False),
        (3, 2, 2, False),
        (None, None, 1, False),
        (None, 2, 1, True),
    ],
)
def test_a_list_ends_early_when_it_has_fewer_pages_than_it_ever_said(
    first: int | None, now: int | None, read: int, early: bool
) -> None:
    """A list ends early where it has fewer pages than both the first and the last page said."""
    found = run().expect(pages=first, entries=None)
    for _ in range(read):
        found = found.add(PageResult(1, ()), cursor=None)
    assert found.ends_early(now) is early


def test_stopped_by_harvest_counts_what_was_not_handed_over() -> None:
    """A failure at Harvest counts what was announced and not sent, if anything was announced."""
    half = run().expect(pages=2, entries=4000).add(PageResult(2000, ()), cursor="next")
    trouble = Message(Code.HARVEST_SERVER_ERROR, {"status": 503})
    failed = half.fail_at_harvest(trouble, NOON)
    assert (failed.status, failed.failure) == (RunStatus.FAILED, trouble)
    assert failed.skipped == {SkipReason.HARVEST_API_ERROR: 2000}
    silent = run().fail_at_harvest(trouble, NOON)
    assert (silent.skipped, silent.total) == ({}, 0)
    assert silent.failure == trouble
    assert trouble.code.is_of_harvest


def test_a_run_that_is_taken_up_keeps_its_first_start() -> None:
    """A run taken up again keeps its start, and counts attempts until it comes a page further."""
    first = run().start(NOON)
    again = first.start(NOON + timedelta(hours=1))
    assert (again.started_at, again.attempts) == (NOON, 2)
    assert again.add(PageResult(1, ()), cursor="next").attempts == 0


def test_a_run_that_nobody_began_with_in_time_is_overdue() -> None:
    """A free worker begins at once, so half a minute in the queue is remarkable."""
    queued = run()
    assert not queued.is_overdue(NOON + EXPECTED_START)
    assert queued.is_overdue(NOON + EXPECTED_START + timedelta(seconds=1))
    assert not queued.start(NOON).is_overdue(NOON + timedelta(hours=1))
