"""Lists of entries that do not end, end early, or hold less than Harvest announced."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


def test_an_endless_chain_of_pages_ends(plugin: FakedPlugin) -> None:
    """A list without an end fails the run after twice the announced pages and ten."""
    plugin.connect()
    plugin.map()
    entries = plugin.log(3)
    plugin.harvest.is_endless = True
    run = plugin.import_days()
    assert (run.status, run.progress.imported) == (RunStatus.FAILED, 3)
    assert run.failure == Message(Code.HARVEST_ENTRIES_ENDLESS)
    assert run.progress.pages == 12
    assert plugin.timelogs().keys() == {one.id for one in entries}


def test_a_page_that_leads_to_itself_is_nonsense(busy: FakedPlugin) -> None:
    """A page whose next page is itself fails the run, and is not read for ever."""
    first: list[str | None] = []

    def back(page: EntryPage) -> EntryPage:
        first.append(page.next_cursor)
        return replace(page, next_cursor=first[0])

    busy.harvest.twist = back
    run = busy.import_days()
    assert (run.status, run.progress.imported) == (RunStatus.FAILED, 3)
    assert run.failure == Message(Code.HARVEST_ENTRIES_LOOP)


def test_an_address_that_goes_stale_after_it_was_read_is_no_reason_to_begin_again(
    busy: FakedPlugin,
) -> None:
    """A run that has read its kept address, though in vain, fails where that is gone then."""
    run = busy.request()
    busy.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()

    def back_and_gone(page: EntryPage) -> EntryPage:
        busy.harvest.forget_links()
        return replace(page, next_cursor=busy.shown(run).progress.cursor)

    busy.harvest.twist = back_and_gone
    busy.settle()
    ended = busy.shown(run)
    assert (ended.status, ended.progress.restarts, ended.progress.imported) == (
        RunStatus.FAILED,
        0,
        3,
    )
    assert ended.failure == Message(Code.HARVEST_REQUEST_REJECTED, {"status": 404})


def test_a_list_that_ends_early_is_no_success(busy: FakedPlugin) -> None:
    """A list that ends before its announced pages fails the run, and counts what is missing."""
    busy.harvest.twist = lambda page: replace(page, next_cursor=None)
    run = busy.import_days()
    assert result(run) == (RunStatus.FAILED, 3, {SkipReason.HARVEST_API_ERROR: 5})
    assert run.failure == Message(Code.HARVEST_ENTRIES_CUT_SHORT)


Twist = Callable[[EntryPage], EntryPage]


def _middle(left: int) -> Twist:
    """Return a twist that leaves so many entries of the second of three pages."""
    seen: list[str | None] = []

    def twist(page: EntryPage) -> EntryPage:
        if not seen:
            seen.append(page.next_cursor)
        is_middle = page.next_cursor not in (None, seen[0])
        return replace(page, entries=page.entries[:left]) if is_middle else page

    return twist


def _last(left: int) -> Twist:
    """Return a twist that leaves so many entries of the last page."""
    return lambda page: page if page.next_cursor else replace(page, entries=page.entries[:left])


def _end_early(page: EntryPage) -> EntryPage:
    return replace(page, next_cursor=None)


@pytest.mark.parametrize("loss", [_middle(0), _middle(1), _last(0), _last(1)])
def test_what_was_announced_and_never_sent_is_told(busy: FakedPlugin, loss: Twist) -> None:
    """A run that was sent less than announced is incomplete, counts the rest and warns of it."""
    busy.harvest.twist = loss
    run = busy.import_days()
    assert run.status is RunStatus.FINISHED
    assert run.progress.total == 8
    assert run.progress.skipped == {SkipReason.HARVEST_API_ERROR: 8 - run.progress.imported}
    assert not run.is_complete
    sent = {"announced": 8, "sent": run.progress.imported}
    assert run.warnings == (Message(Code.ENTRIES_MISSING, sent),)


@pytest.mark.parametrize("loss", [_middle(0), _last(0), _last(1), _end_early])
def test_a_page_that_leaves_something_out_once_is_asked_for_again(
    busy: FakedPlugin, loss: Twist
) -> None:
    """A page that lacks entries once is asked for again, and nothing is lost."""
    hurt: list[EntryPage] = []

    def once(page: EntryPage) -> EntryPage:
        if hurt or loss(page) == page:
            return page
        hurt.append(page)
        return loss(page)

    busy.harvest.twist = once
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert hurt


def test_entries_that_go_while_pages_are_read_are_not_missed(busy: FakedPlugin) -> None:
    """Entries that Harvest no longer announces on the last page are not counted as missing."""
    busy.harvest.twist = lambda page: (
        page if page.next_cursor else replace(page, entries=page.entries[:1], total_entries=7)
    )
    assert result(busy.import_days()) == (RunStatus.FINISHED, 7, {})
