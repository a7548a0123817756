"""What the use cases rely on in `HarvestApi`, of the fake and of the HTTP client."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.benches import (
    CABIN,
    CHANGED,
    DRAWINGS,
    EMAILS,
    VILLA,
    WEEK,
    Bench,
    entry,
    key,
    nothing,
)
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.errors import Forbidden, HarvestUnavailable, TransientHarvestError
from workroom_harvest.domain.ports.harvest import Credentials
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import ChangedSince, Waiting, Window


def pages(bench: Bench, opened: Credentials, window: Window) -> list[tuple[HarvestEntry, ...]]:
    """Return the entries of each page of the window."""
    found, cursor = [], None
    while True:
        page = bench.api.entries(opened, window, cursor, nothing).read()
        found.append(page.entries)
        cursor = page.next_cursor
        if cursor is None:
            return found


class ApiContract:
    """Entries, addresses, sight and lists come as Harvest's API describes them."""

    def test_an_entry_comes_field_by_field(self, bench: Bench) -> None:
        """Each field of an entry is returned as it stands in Harvest."""
        bench.put(entry(1))
        page = bench.api.entries(key(bench), WEEK, None, nothing).read()
        assert page.entries == (entry(1),)
        assert (page.unreadable, page.next_cursor) == ((), None)
        assert (page.total_pages, page.total_entries) == (1, 1)

    def test_a_running_timer_says_so(self, bench: Bench) -> None:
        """An entry whose timer runs is marked as running."""
        bench.put(replace(entry(1), is_running=True))
        (found,) = bench.api.entries(key(bench), WEEK, None, nothing).read().entries
        assert found.is_running

    def test_both_ends_of_a_period_count(self, bench: Bench) -> None:
        """A period includes its first and last day, and the newest day comes first."""
        for day in (-1, 0, 3, 6, 7):
            bench.put(entry(100 + day, day))
        (found,) = pages(bench, key(bench), WEEK)
        assert [one.id - 2**40 for one in found] == [106, 103, 100]

    def test_on_one_day_the_highest_id_comes_first(self, bench: Bench) -> None:
        """Entries of one day come with the highest id first, in whatever order they were logged."""
        for number in (2, 1, 3):
            bench.put(entry(number))
        (found,) = pages(bench, key(bench), WEEK)
        assert [one.id - 2**40 for one in found] == [3, 2, 1]

    def test_changed_since_is_exclusive_in_whole_seconds(self, bench: Bench) -> None:
        """`changed since` means after that whole second, whatever day the entry is for."""
        for number, seconds in enumerate((-1, 0, 1, 2)):
            bench.put(entry(number, 300), CHANGED + timedelta(seconds=seconds))
        found = pages(bench, key(bench), ChangedSince(CHANGED + timedelta(milliseconds=700), WEEK))
        assert {one.id - 2**40 for one in found[0]} == {2, 3}

    @pytest.mark.parametrize(
        ("group", "found"),
        [
            (WaitingGroup(GroupKind.PROJECT, CABIN.id), [2]),
            (WaitingGroup(GroupKind.TASK, DRAWINGS.id), [1, 2]),
            (WaitingGroup(GroupKind.TASK, 21), [3]),
            (WaitingGroup(GroupKind.REASON, reason=SkipReason.TOO_OLD), [1, 2, 3]),
        ],
    )
    def test_what_waits_is_asked_for_by_project_or_task(
        self, bench: Bench, group: WaitingGroup, found: list[int]
    ) -> None:
        """A group's entries are those of its project or task, or all, within its days."""
        bench.put(entry(1))
        bench.put(replace(entry(2, 6), project_id=CABIN.id, project_name=CABIN.name))
        bench.put(replace(entry(3), task_id=21, task_name="Old"))
        bench.put(replace(entry(4, 7), project_id=CABIN.id, project_name=CABIN.name))
        page = bench.api.entries(key(bench), Waiting(group, WEEK), None, nothing).read()
        assert sorted(one.id - 2**40 for one in page.entries) == found
        assert page.total_entries == len(found)

    def test_an_entry_is_found_by_its_id(self, bench: Bench) -> None:
        """An entry comes by its id with all fields; of one that is not there nothing is known."""
        bench.put(entry(1))
        opened = key(bench)
        assert bench.api.entry(opened, entry(1).id, nothing) == entry(1)
        assert bench.api.entry(opened, entry(2).id, nothing) is None
        assert bench.api.entry(Credentials(999, opened.access_token), 1, nothing) is None

    @pytest.mark.parametrize("kind", ["503", "html"])
    def test_only_harvest_says_that_an_entry_is_not_there(self, bench: Bench, kind: str) -> None:
        """Any other failure at an entry is raised; the lease is kept alive before the question."""
        bench.put(entry(1))
        kept: list[None] = []
        bench.fail("entry", kind)
        with pytest.raises(TransientHarvestError):
            bench.api.entry(key(bench), entry(1).id, lambda: kept.append(None))
        assert len(kept) == 1

    def test_an_empty_window_is_one_page(self, bench: Bench) -> None:
        """A window without entries is one page without entries and without a next one."""
        page = bench.api.entries(key(bench), WEEK, None, nothing).read()
        assert (page.entries, page.next_cursor, page.total_entries) == ((), None, 0)

    def test_cursors_lead_through_all_pages(self, bench: Bench) -> None:
        """The cursors lead through all pages of 2,000, with each entry once.

        The first page tells both totals.
        """
        for number in range(4003):
            bench.put(entry(number, number % 5))
        opened = key(bench)
        first = bench.api.entries(opened, WEEK, None, nothing).read()
        found = pages(bench, opened, WEEK)
        assert (first.total_pages, first.total_entries) == (3, 4003)
        assert [len(page) for page in found] == [2000, 2000, 3]
        every = [one.id for page in found for one in page]
        assert len(set(every)) == 4003
        days = [one.spent_on for page in found for one in page]
        assert days == sorted(days, reverse=True)

    def test_a_page_leads_on_before_it_is_read(self, bench: Bench) -> None:
        """The address of the next page is known, and can be followed, before a page is read."""
        for number in range(2001):
            bench.put(entry(number))
        opened = key(bench)
        first = bench.api.entries(opened, WEEK, None, nothing)
        last = bench.api.entries(opened, WEEK, first.next_cursor, nothing)
        assert first.next_cursor is not None
        assert first.next_cursor == first.read().next_cursor
        assert (last.next_cursor, last.read().next_cursor) == (None, None)

    def test_a_cursor_can_be_followed_again(self, bench: Bench) -> None:
        """A cursor leads to the same page again, so that a run that was killed can go on."""
        for number in range(2001):
            bench.put(entry(number))
        opened = key(bench)
        cursor = bench.api.entries(opened, WEEK, None, nothing).read().next_cursor
        assert cursor is not None
        again = [bench.api.entries(opened, WEEK, cursor, nothing).read() for _ in range(2)]
        assert again[0] == again[1]
        assert len(again[0].entries) == 1

    def test_the_lease_is_kept_before_each_call(self, bench: Bench) -> None:
        """The lease is kept alive before each call, also before one that fails."""
        kept: list[None] = []
        bench.fail("entries", "503")
        with pytest.raises(HarvestUnavailable):
            bench.api.entries(key(bench), WEEK, None, lambda: kept.append(None)).read()
        assert len(kept) == 1

    def test_every_users_address_is_told(self, bench: Bench) -> None:
        """The e-mail addresses of all users, inactive ones included, come as they are written."""
        assert dict(bench.api.emails(key(bench), nothing)) == EMAILS

    def test_whose_entries_are_seen_follows_the_role(self, bench: Bench) -> None:
        """The sight follows from the user's present role, not from the role at consent."""
        opened = key(bench)
        assert bench.api.sight(opened, nothing) is Sight.EVERYONE
        bench.be_manager()
        assert bench.api.sight(opened, nothing) is Sight.TEAM
        bench.be_member()
        assert bench.api.sight(opened, nothing) is Sight.SELF

    def test_active_projects_and_tasks_are_listed(self, bench: Bench) -> None:
        """The active projects with their clients and the active tasks are listed, in any order."""
        lists = bench.api.lists(key(bench))
        assert sorted(lists.projects, key=lambda one: one.id) == [VILLA, CABIN]
        assert list(lists.tasks) == [DRAWINGS]
        assert not lists.partial

    def test_a_member_gets_a_partial_list_and_no_addresses(self, bench: Bench) -> None:
        """A Member's lists are partial, with their own assignments; addresses are forbidden."""
        bench.be_member()
        opened = key(bench)
        lists = bench.api.lists(opened)
        assert lists.partial
        assert (list(lists.projects), list(lists.tasks)) == ([VILLA], [DRAWINGS])
        with pytest.raises(Forbidden):
            bench.api.emails(opened, nothing)
