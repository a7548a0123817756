"""What the history shows: every run of a studio, and the entries of one."""

from datetime import timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import run as made_run
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.reporting.list_entries import (
    ENTRIES_AT_ONCE,
    ENTRIES_ON_PAGE,
    Asked,
    EntryList,
    EntryPlace,
)
from workroom_harvest.domain.use_cases.reporting.list_runs import RUNS_LISTED
from workroom_harvest.domain.use_cases.reporting.run_entries import RunEntry

TIMER, NOT_MAPPED = SkipReason.TIMER_RUNNING, SkipReason.PROJECT_NOT_MAPPED
IMPORTED, SKIPPED = Asked(imported=True), Asked()


def turned(plugin: FakedPlugin, run: ImportRun, asked: Asked) -> list[EntryList]:
    """Return every page of the list, turned one after the other."""
    pages: list[EntryList] = []
    place: EntryPlace | None = None
    while True:
        pages.append(plugin.use.list_entries(run, asked, place))
        place = pages[-1].next
        if place is None:
            return pages


def by_id(entry: RunEntry) -> int:
    """Return the entry's id, by which lists are compared that have other orders."""
    return entry.entry_id or 0


def test_every_run_is_listed_once_with_who_started_it(connected: FakedPlugin) -> None:
    """The history names the members who started runs, and turns pages to the oldest."""
    connected.use.set_automated_sync(STUDIO, True)
    for _ in range(RUNS_LISTED + 1):
        connected.import_days()
        connected.clock.advance(timedelta(minutes=1))
    connected.clock.advance(timedelta(days=1))
    connected.tick()
    connected.work()
    first = connected.use.list_runs(STUDIO)
    assert first.next is not None
    rest = connected.use.list_runs(STUDIO, first.next)
    assert rest.next is None
    shown = [*first.runs, *rest.runs]
    assert shown == connected.runs()[::-1]
    assert shown[0].request.started_by is None
    assert first.names == {connected.elin.id: "Elin"}


def test_of_who_has_left_no_name_is_known(connected: FakedPlugin) -> None:
    """A run of a member who has left is listed without a name."""
    connected.request()
    connected.workroom.studio(STUDIO).members.clear()
    history = connected.use.list_runs(STUDIO)
    assert (len(history.runs), history.names, history.next) == (1, {}, None)


def test_a_studio_without_runs_has_an_empty_history(plugin: FakedPlugin) -> None:
    """Nothing is listed of a studio that never imported, nor of another one's runs."""
    assert plugin.use.list_runs(STUDIO).runs == []


@pytest.mark.parametrize(("asked", "count"), [(Asked(reason=TIMER), 3), (SKIPPED, 253)])
def test_what_was_skipped_is_listed_to_the_end(
    connected: FakedPlugin, asked: Asked, count: int
) -> None:
    """Skipped entries are listed by reason or all, each once, with the true total on each page."""
    connected.log(3, is_running=True)
    connected.log(2 * ENTRIES_ON_PAGE + 50, project_id=99, project_name="Loft", notes="Roof")
    run = connected.import_days()
    pages = turned(connected, run, asked)
    assert {page.total for page in pages} == {count}
    assert len(pages) == -(-count // ENTRIES_ON_PAGE)
    found = [one for page in pages for one in page.entries]
    assert len({one.entry_id for one in found}) == count
    assert [one for part in connected.use.list_entries.all(run, asked) for one in part] == found
    first = found[0]
    loft = RunEntry(
        first.entry_id, first.spent_on, 60, "Loft", "Drawings", "Mira", "Roof", NOT_MAPPED, None
    )
    assert asked.reason is TIMER or first == loft


def test_what_came_in_is_listed_to_the_end(connected: FakedPlugin) -> None:
    """Imported entries are listed by id with the names that are known of their items."""
    logged = connected.log(ENTRIES_ON_PAGE + 1)
    connected.log(1, is_running=True)
    with connected.store.transaction() as tx:
        names = {(ItemKind.PROJECT, 10): "Villa", (ItemKind.PERSON, 1): "Mira"}
        tx.harvest_items.forget(STUDIO)
        tx.harvest_items.learn(STUDIO, connected.account.id, names)
        tx.commit()
    run = connected.import_days()
    pages = turned(connected, run, IMPORTED)
    assert [(len(page.entries), page.total) for page in pages] == [(100, 101), (1, 101)]
    found = [one for page in pages for one in page.entries]
    assert [one.entry_id for one in found] == sorted(one.id for one in logged)
    assert (found[0].project, found[0].person, found[0].minutes) == ("Villa", "Mira", 60)
    assert (found[0].reason, found[0].cause, found[0].note) == (None, None, None)
    assert [one for part in connected.use.list_entries.all(run, IMPORTED) for one in part] == found


def test_what_was_imported_before_is_listed_to_the_end(connected: FakedPlugin) -> None:
    """A run lists what others had imported: of its days as is known now, and a night what it found.

    All that it did not import lists none of these.
    """
    connected.use.set_automated_sync(STUDIO, True)
    logged = connected.log(ENTRIES_ON_PAGE + 1)
    first = connected.import_days()
    second = connected.import_days()
    earlier = Asked(reason=SkipReason.ALREADY_IMPORTED)
    pages = turned(connected, second, earlier)
    assert [(len(page.entries), page.total) for page in pages] == [(100, 101), (1, 101)]
    found = [one for page in pages for one in page.entries]
    assert {one.entry_id for one in found} == {one.id for one in logged}
    assert {one.reason for one in found} == {SkipReason.ALREADY_IMPORTED}
    assert connected.use.list_entries(first, earlier).total == 0
    connected.tick(timedelta(days=1))
    connected.work()
    *_, night = connected.runs()
    assert night.progress.skipped == {SkipReason.ALREADY_IMPORTED: 101}
    of_night = turned(connected, night, earlier)
    assert [(len(page.entries), page.total) for page in of_night] == [(100, 101), (1, 101)]
    listed = [one for page in of_night for one in page.entries]
    assert sorted(listed, key=by_id) == sorted(found, key=by_id)
    assert connected.use.list_entries(night, SKIPPED) == EntryList([], 0, None)
    connected.use.disconnect(STUDIO)
    assert connected.use.list_entries(second, earlier).total == 101


def test_what_a_night_found_imported_is_listed_once_if_it_begins_again(busy: FakedPlugin) -> None:
    """A night whose cursor got stale lists each entry once, like the count of its result."""
    busy.import_days()
    busy.use.set_automated_sync(STUDIO, True)
    busy.tick(timedelta(days=1))
    busy.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    busy.harvest.forget_links()
    busy.settle()
    *_, night = busy.runs()
    listed = busy.use.list_entries(night, Asked(reason=SkipReason.ALREADY_IMPORTED))
    assert night.progress.restarts == 1
    count = night.progress.skipped[SkipReason.ALREADY_IMPORTED]
    assert (count, listed.total, len(listed.entries)) == (8, 8, 8)


def test_many_are_read_a_part_at_a_time(connected: FakedPlugin) -> None:
    """Where all are wanted no more than a part of them is in memory."""
    connected.log(ENTRIES_AT_ONCE + 1, project_id=99)
    run = connected.import_days()
    parts = [len(part) for part in connected.use.list_entries.all(run, SKIPPED)]
    assert parts == [ENTRIES_AT_ONCE, 1]


def test_a_run_without_entries_has_an_empty_list(connected: FakedPlugin) -> None:
    """Nothing is listed of a run that did nothing yet, whichever place is asked for."""
    run = made_run()
    assert connected.use.list_entries(run, SKIPPED, 7) == EntryList([], 0, None)
    assert connected.use.list_entries(run, IMPORTED) == EntryList([], 0, None)
