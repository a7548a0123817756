"""What a run counts of its entries and pages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.completeness import MOST_PAGES, Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason

reasons = st.sampled_from(SkipReason)
results = st.builds(
    lambda imported, skipped: PageResult(
        imported, tuple(SkippedEntry(reason, 1) for reason in skipped)
    ),
    st.integers(0, 2000),
    st.lists(reasons, max_size=30),
)


@given(st.lists(results, max_size=6))
def test_the_total_is_what_was_imported_and_what_was_skipped(pages: list[PageResult]) -> None:
    """After any pages the total is what was imported and what was skipped."""
    found = Progress()
    for page in pages:
        found = found.add(page, None)
    assert found.pages == len(pages)
    assert found.imported == sum(page.imported for page in pages)
    assert found.total == sum(page.imported + len(page.skipped) for page in pages)


def test_a_page_without_entries_counts_as_a_page_alone() -> None:
    """A page of which nothing is told changes no count but that of the pages."""
    assert Progress().add(PageResult(0, ()), None) == Progress(pages=1)
    assert Progress().total == Progress().pages == 0


def test_entries_that_were_imported_before_are_counted() -> None:
    """Entries that were imported before are counted as skipped for that reason."""
    found = Progress().add(PageResult(1, (), already_imported=3), None)
    assert (found.imported, found.total) == (1, 4)
    assert found.skipped == {SkipReason.ALREADY_IMPORTED: 3}
    assert found.add(PageResult(0, (), already_imported=2), None).total == 6


def test_minutes_are_counted_by_reason() -> None:
    """Imported minutes and those that were skipped, by reason, are summed over the pages.

    What cannot be read counts nothing, and of what was imported before it is counted how many
    entries were changed in Harvest since.
    """
    saved = SkippedEntry(SkipReason.SAVE_FAILED, 1, minutes=45)
    unread = SkippedEntry(SkipReason.HARVEST_API_ERROR, 2)
    page = PageResult(
        2,
        (saved, unread),
        already_imported=2,
        already_imported_minutes=75,
        changed=1,
        deleted=3,
        looked_up=2,
        minutes=61,
    )
    found = Progress().add(page, "next").add(page, None)
    assert (found.deleted, found.looked_up) == (6, 4)
    assert found.minutes == 122
    assert found.skipped_minutes == {SkipReason.SAVE_FAILED: 90, SkipReason.ALREADY_IMPORTED: 150}
    assert found.changed == 2


def test_what_may_come_in_with_another_try_is_counted_apart() -> None:
    """Lasting refusals are counted for themselves; the others are those to try again."""
    kinds = [True, False, False]
    skipped = (SkippedEntry(SkipReason.SAVE_FAILED, 1, is_lasting=kind) for kind in kinds)
    found = Progress().add(PageResult(0, tuple(skipped)), None)
    assert found.lasting == {SkipReason.SAVE_FAILED: 1}
    assert found.retryable(SkipReason.SAVE_FAILED) == 2
    assert found.retryable(SkipReason.TIMER_RUNNING) == 0
    again = found.add(PageResult(0, (SkippedEntry(SkipReason.SAVE_FAILED, 2),)), None)
    assert again.lasting == {SkipReason.SAVE_FAILED: 1}


def test_people_whose_entries_fell_back_are_gathered_over_the_pages() -> None:
    """Each person whose entries fell back is named once, with the entries of all pages."""
    ana = FellBack(7, "Ana", Cause.UNKNOWN)
    found = Progress().add(PageResult(1, (), (ana,)), "next").add(PageResult(1, (), (ana,)), None)
    assert found.fell_back == (FellBack(7, "Ana", Cause.UNKNOWN, 2),)


def test_beginning_again_keeps_what_was_imported_counted() -> None:
    """Beginning again keeps what was imported and the people, and forgets what was skipped."""
    ana = FellBack(7, "Ana", Cause.UNKNOWN)
    entry = SkippedEntry(SkipReason.SAVE_FAILED, 1, minutes=30, is_lasting=True)
    page = PageResult(
        5, (entry,), (ana,), already_imported=1, already_imported_minutes=60, changed=1, minutes=300
    )
    read = Progress(restarts=1).add(page, "next").lose(3)
    read = replace(read, looked_up=3, deleted=1, gone=1, unlisted=2)
    assert read.restart() == Progress(restarts=1, imported=5, minutes=300, fell_back=(ana,))


def test_going_on_after_the_end_keeps_all_but_what_never_came() -> None:
    """A run that goes on keeps its page and its counts; only what was missing is open again.

    It may begin again as often as a new one.
    """
    unread = SkippedEntry(SkipReason.HARVEST_API_ERROR, 2)
    read = Progress(restarts=3).add(PageResult(5, (unread,), minutes=300), "next")
    assert read.lose(4).missing == 4
    assert read.lose(4).resume() == Progress(restarts=0).add(
        PageResult(5, (unread,), minutes=300), "next"
    )
    assert Progress().lose(4).resume() == Progress()


def test_the_ledger_has_the_last_word_about_what_was_imported() -> None:
    """A recount takes the entries and minutes that the ledger has of the run."""
    assert Progress(imported=1, minutes=60).recount(3, 150) == Progress(imported=3, minutes=150)


def test_all_is_read_when_the_last_page_was() -> None:
    """All is read once a page was read that has no next one."""
    page = PageResult(1, ())
    assert not Progress().is_read
    assert not Progress().add(page, "next").is_read
    assert Progress().add(page, None).is_read


def test_what_never_came_is_counted_as_an_error_of_harvest() -> None:
    """Entries that Harvest announced and never sent are added to its errors."""
    found = Progress(skipped={SkipReason.HARVEST_API_ERROR: 1})
    assert found.lose(2).skipped == {SkipReason.HARVEST_API_ERROR: 3}
    assert Progress().lose(0) == Progress()


@pytest.mark.parametrize(
    ("sees", "saw", "is_less"),
    [
        (Sight.SELF, Sight.EVERYONE, True),
        (Sight.EVERYONE, Sight.EVERYONE, False),
        (None, Sight.EVERYONE, False),
        (Sight.SELF, None, False),
    ],
)
def test_a_grant_sees_less_only_if_both_are_known(
    sees: Sight | None, saw: Sight | None, is_less: bool
) -> None:
    """A grant sees less than before where both are known and less is seen."""
    assert Progress(sees=sees, saw=saw).sees_less is is_less


def test_the_first_page_alone_announces() -> None:
    """What later pages announce changes nothing."""
    first = Progress().expect(Announced(2, 30)).expect(Announced(5, 10_000))
    assert first.announced == Announced(5, 10_000)
    assert (
        first.add(PageResult(1, ()), "next").expect(Announced(900, 1)).announced == first.announced
    )


def test_pages_beyond_twice_what_was_announced_are_not_believed() -> None:
    """Twice the pages that the first page announced, and ten, are the limit."""
    found = Progress().expect(Announced(5, 10_000))
    for _ in range(20):
        assert not found.exceeds_page_limit
        found = found.add(PageResult(1, ()), "next")
    assert found.exceeds_page_limit


@pytest.mark.parametrize(
    ("pages", "most"),
    [(None, MOST_PAGES), (0, 10), (5, 20), (4995, MOST_PAGES), (9999, MOST_PAGES)],
)
def test_no_list_has_more_than_ten_thousand_pages(pages: int | None, most: int) -> None:
    """The limit of pages follows what was announced, up to ten thousand."""
    assert Announced(pages, None).most_pages == most


@pytest.mark.parametrize(
    ("first", "last", "read", "missing"),
    [
        (3, 3, 3, 0),
        (3, 3, 2, 1),
        # Entries were logged, or deleted, while the list was read.
        (2, 3, 2, 0),
        (3, 2, 2, 0),
        (None, None, 1, 0),
        (None, 2, 1, 1),
        (3, None, 1, 2),
    ],
)
def test_a_list_lacks_what_it_announced_first_and_last(
    first: int | None, last: int | None, read: int, missing: int
) -> None:
    """Of what the first and the last page announced, the lesser is what must have been read."""
    assert Announced(first, None).missing_pages(Announced(last, 99), read) == missing
    assert Announced(99, first).missing_entries(Announced(None, last), read) == missing


def test_names_of_people_can_be_forgotten() -> None:
    """Without names it is still known how many entries of how many people fell back, and why."""
    done = Progress(fell_back=(FellBack(7, "Ana", Cause.UNKNOWN, 2),))
    assert done.forget_names() == Progress(fell_back=(FellBack(7, "", Cause.UNKNOWN, 2),))
