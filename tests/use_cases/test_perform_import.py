"""An import at work: page by page, each in one commit, by one writer per studio."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.crash_points import Crash
from tests.fakes.harvest import Fault, nonsense, transient
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import CABIN, DRAWINGS, JUNE, PLANS, STUDIO, VILLA, FakedPlugin
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import Duration, NewTimelog, UnreadableEntry
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HostMisbehaved,
    StoreUnavailable,
    TimelogsRefused,
)
from workroom_harvest.domain.fallback import MOST_PEOPLE, Cause, FellBack
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.host import Member, Project
from workroom_harvest.domain.run import ImportRun, RunStatus, SkipReason
from workroom_harvest.domain.use_cases.importing.check_preconditions import SWITCHED_OFF
from workroom_harvest.domain.use_cases.importing.perform_import import (
    BROKEN,
    MOST_ATTEMPTS,
    MOST_BREAKS,
    STUCK,
)
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

PAGES, PAGE_SIZE = 3, 3
FORBIDDEN = Forbidden("Harvest refused the request (403).")


@pytest.fixture
def busy(connected: FakedPlugin) -> FakedPlugin:
    """Eight entries on three pages."""
    connected.log(8)
    return connected


def fail(plugin: FakedPlugin, error: HarvestError, *, page: int = 0, times: int = 1) -> None:
    """Let Harvest's list of entries fail."""
    plugin.harvest.faults.append(Fault("entries", error, page, times))


def at(plugin: FakedPlugin, moment: str, action: Callable[[], object], *, nth: int = 1) -> None:
    """Let something happen when a moment is reached for the nth time."""
    reached: list[str] = []

    def watch(name: str) -> None:
        if name == moment:
            reached.append(name)
            if len(reached) == nth:
                action()

    plugin.moments.watchers.append(watch)


def result(run: ImportRun) -> tuple[RunStatus, int, dict[SkipReason, int]]:
    """What the panel says."""
    return run.status, run.imported, dict(run.skipped)


# What becomes of entries.


def test_an_entry_becomes_a_timelog(connected: FakedPlugin) -> None:
    """Field by field, under its own id."""
    (one,) = connected.log(
        spent_on=date(2026, 6, 3), hours=Decimal("7.98"), project_id=CABIN, billable=False
    )
    assert result(connected.import_days()) == (RunStatus.FINISHED, 1, {})
    assert connected.timelogs() == {
        one.id: NewTimelog(
            one.id, "cabin", "drawings", "mira", date(2026, 6, 3), Duration(7, 59), "Plans", False
        )
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_running": True}, SkipReason.TIMER_RUNNING),
        ({"project_id": 99}, SkipReason.PROJECT_NOT_MAPPED),
        ({"task_id": 99}, SkipReason.TASK_NOT_MAPPED),
    ],
)
def test_what_is_left_out_is_counted_and_named(
    connected: FakedPlugin, fields: dict[str, Any], reason: SkipReason
) -> None:
    """Beside what came in; the total counts both."""
    (left_out,) = connected.log(**fields)
    connected.log(2)
    run = connected.import_days()
    assert result(run) == (RunStatus.FINISHED, 2, {reason: 1})
    assert (run.total, run.skipped_entries[0].entry_id) == (3, left_out.id)
    assert left_out.id not in connected.timelogs()


def test_the_same_window_again_imports_nothing_twice(busy: FakedPlugin) -> None:
    """*Already imported*."""
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert result(busy.import_days()) == (RunStatus.FINISHED, 0, {SkipReason.ALREADY_IMPORTED: 8})
    assert len(busy.timelogs()) == 8


def test_a_timer_that_was_stopped_comes_with_the_next_run(connected: FakedPlugin) -> None:
    """With its hours."""
    (timer,) = connected.log(is_running=True)
    connected.import_days()
    connected.account.stop(timer.id, Decimal("1.5"))
    assert connected.import_days().imported == 1
    assert connected.timelogs()[timer.id].duration == Duration(1, 30)


@pytest.mark.parametrize(("user_id", "owner"), [(1, "mira"), (2, "elin"), (3, "elin"), (4, "elin")])
def test_the_owner_is_the_member_of_that_address(
    connected: FakedPlugin, user_id: int, owner: str
) -> None:
    """Else whoever connected: nothing is dropped over identities."""
    (one,) = connected.log(user_id=user_id)
    connected.import_days()
    assert connected.timelogs()[one.id].member_id == owner


def test_of_two_members_with_one_address_the_first_owns(connected: FakedPlugin) -> None:
    """And one without any is no stumbling block."""
    members = connected.workroom.studio(STUDIO).members
    members["nobody"] = Member("nobody", STUDIO, "Nobody", None)
    members["mira2"] = Member("mira2", STUDIO, "Mira 2", "MIRA@studio.example")
    (one,) = connected.log(user_id=1)
    connected.import_days()
    assert connected.timelogs()[one.id].member_id == "mira"


def test_without_a_fallback_owner_matched_entries_still_come_in(connected: FakedPlugin) -> None:
    """The designer who connected has left, and a colleague clicks."""
    connected.log(user_id=1)
    connected.log(user_id=3)
    del connected.workroom.studio(STUDIO).members["elin"]
    run = connected.use.request_import(STUDIO, "jonas", JUNE).run
    connected.work()
    assert result(connected.shown(run)) == (
        RunStatus.FINISHED,
        1,
        {SkipReason.NO_FALLBACK_OWNER: 1},
    )


def test_where_addresses_are_forbidden_the_designer_owns_all(connected: FakedPlugin) -> None:
    """And the result says whose they are, and that it is not known who in Workroom that is."""
    connected.log(2, user_id=1, user_name="Mira")
    connected.log(1, user_id=2, user_name="Elin")
    connected.harvest.role = Sight.SELF
    run = connected.import_days()
    assert run.imported == 3
    assert run.fell_back == (
        FellBack(2, "Elin", Cause.UNKNOWN, 1),
        FellBack(1, "Mira", Cause.UNKNOWN, 2),
    )
    assert {log.member_id for log in connected.timelogs().values()} == {"elin"}


def test_whose_entries_fell_back_is_said_by_name_and_cause(connected: FakedPlugin) -> None:
    """Who is listed has no address here; who is not listed, or not named at all, is unknown."""
    connected.log(2, user_id=1, user_name="Mira")
    connected.log(4, user_id=3, user_name="Ana Lima")
    connected.log(1, user_id=9, user_name="Ben")
    connected.log(1, user_id=None, user_name="")
    run = connected.import_days()
    assert run.imported == 8
    assert set(run.fell_back) == {
        FellBack(3, "Ana Lima", Cause.NO_MEMBER, 4),
        FellBack(9, "Ben", Cause.UNKNOWN, 1),
        FellBack(None, "", Cause.UNKNOWN, 1),
    }


def test_only_what_came_in_fell_back(connected: FakedPlugin) -> None:
    """Not what was refused, nor what was there before; a run that begins again counts once."""
    first, *_ = connected.log(5, user_id=3, user_name="Ana")
    connected.workroom.refuses = {first.id: "closed"}
    run = connected.request()
    connected.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        connected.work()
    connected.moments.revive()
    connected.harvest.forget_links()
    connected.settle()
    assert connected.shown(run).fell_back == (FellBack(3, "Ana", Cause.NO_MEMBER, 4),)
    assert connected.import_days().fell_back == ()


def test_people_who_fell_back_have_an_end(connected: FakedPlugin) -> None:
    """The first hundred are named, the rest counted together."""
    connected.harvest.page_size = 2000
    for number in range(130):
        connected.log(2, user_id=1000 + number, user_name=f"Person {number}")
    run = connected.import_days()
    assert len(run.fell_back) == MOST_PEOPLE + 1
    assert run.fell_back[-1] == FellBack(None, "", Cause.OTHERS, 60)
    assert sum(one.entries for one in run.fell_back) == 260


def test_addresses_are_asked_for_once_and_only_if_need_be(busy: FakedPlugin) -> None:
    """Not where all was imported before."""
    busy.import_days()
    assert busy.harvest.calls["emails"] == 1
    busy.import_days()
    assert busy.harvest.calls["emails"] == 1


def test_an_archived_target_is_imported_to_and_a_deleted_one_is_not(
    connected: FakedPlugin,
) -> None:
    """Pairs outlive their targets."""
    connected.log(project_id=VILLA)
    connected.log(project_id=CABIN)
    studio = connected.workroom.studio(STUDIO)
    villa, _ = studio.projects
    studio.projects = [replace(villa, is_archived=True)]
    assert result(connected.import_days()) == (
        RunStatus.FINISHED,
        1,
        {SkipReason.PROJECT_NOT_MAPPED: 1},
    )


def test_an_unreadable_entry_is_harvests_error(connected: FakedPlugin) -> None:
    """Alone: the others come in."""
    connected.log(2)
    connected.account.unreadable.append(UnreadableEntry(7, "hours: many"))
    run = connected.import_days()
    assert result(run) == (RunStatus.FINISHED, 2, {SkipReason.HARVEST_API_ERROR: 1})
    assert (run.skipped_entries[0].entry_id, run.skipped_entries[0].cause) == (7, "hours: many")


def test_an_empty_window_is_a_success(connected: FakedPlugin) -> None:
    """With nothing in it."""
    assert result(connected.import_days()) == (RunStatus.FINISHED, 0, {})


# Rows that the host refuses.


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("bad", [(), (0,), (7,), (2, 3), (0, 2, 4, 6), tuple(range(8))])
def test_exactly_what_the_host_refuses_is_left_out(
    plugin: FakedPlugin, names: bool, bad: tuple[int, ...]
) -> None:
    """Whether it names them or not; by name and cause, all others land."""
    plugin.harvest.page_size = 8
    plugin.connect()
    plugin.map()
    entries = plugin.log(8)
    refused = {entries[number].id for number in bad}
    plugin.workroom.names_refusals = names
    plugin.workroom.refuses = dict.fromkeys(refused, "too old")
    run = plugin.import_days()
    assert result(run) == (
        RunStatus.FINISHED,
        8 - len(bad),
        {SkipReason.SAVE_FAILED: len(bad)} if bad else {},
    )
    assert {one.entry_id for one in run.skipped_entries} == refused
    assert {one.cause for one in run.skipped_entries} <= (
        {"too old"} if names else {"something is wrong"}
    )
    assert plugin.timelogs().keys() == {one.id for one in entries} - refused


def test_what_was_refused_comes_in_once_the_host_takes_it(connected: FakedPlugin) -> None:
    """It left no trace in the ledger."""
    (one,) = connected.log()
    connected.workroom.refuses = {one.id: "too old"}
    connected.import_days()
    connected.workroom.refuses.clear()
    assert result(connected.import_days()) == (RunStatus.FINISHED, 1, {})


def test_a_refusal_that_will_be_the_next_time_too_is_marked(plugin: FakedPlugin) -> None:
    """What the host names, and what a constraint of its database refuses; no error beside them."""
    plugin.connect()
    plugin.map()
    named, there = plugin.log(2)
    plugin.workroom.refuses = {named.id: "the month is closed"}
    assert [one.is_lasting for one in plugin.import_days().skipped_entries] == [True]
    with plugin.database.transaction():
        plugin.database.table("ledger").clear()
        plugin.database.commit()
    plugin.workroom.names_refusals = False
    plugin.workroom.refuses = {named.id: "something"}
    run = plugin.import_days()
    assert {one.entry_id: one.is_lasting for one in run.skipped_entries} == {
        named.id: False,
        there.id: True,
    }


class ConfusedWorkroom(FakeWorkroom):
    """Refuses what it was not given."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """See the port."""
        raise TimelogsRefused({7: "a stranger"})


def test_a_host_that_refuses_a_stranger_takes_none_of_the_page(connected: FakedPlugin) -> None:
    """Nobody knows then what it would take; the run ends all the same."""
    connected.log(2)
    write = WritePage(connected.store, ConfusedWorkroom(connected.database))
    run = connected.request()
    replace(connected.use.perform_import, write=write)(run.id)
    assert result(connected.shown(run)) == (RunStatus.FINISHED, 0, {SkipReason.SAVE_FAILED: 2})
    assert connected.database.committed("ledger") == {}


# A host that does not do what it promised.


class Committing(FakeWorkroom):
    """And catches what is said of it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        added = super().add_many(studio_id, timelogs)
        with suppress(HostMisbehaved):
            self._database.commit()
        return added


class RollingBack(FakeWorkroom):
    """Before it breaks."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        self._database.rollback()
        raise ValueError("something is wrong")


class SayingNothing(FakeWorkroom):
    """Though it adds them."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        super().add_many(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SayingYes(FakeWorkroom):
    """True is 1 in Python, and there may be one entry."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return super().add_many(studio_id, timelogs) > 0


class LeavingOneOut(FakeWorkroom):
    """And saying so."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return super().add_many(studio_id, timelogs[1:])


class AddingNothing(FakeWorkroom):
    """And saying that it did."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        return len(timelogs)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Committing, "committed"),
        (RollingBack, "rolled back"),
        (SayingNothing, "did not say how many"),
        (SayingYes, "answered something else"),
        (LeavingOneOut, "was given 3 timelogs and says that it added 2"),
        (AddingNothing, "wrote fewer timelogs"),
    ],
)
def test_a_host_that_misbehaves_ends_the_run_by_name(
    busy: FakedPlugin, kind: type[FakeWorkroom], word: str
) -> None:
    """At once, without looking for rows; nothing of the page is marked, and all come in later."""
    wrong = kind(busy.database)
    run = busy.request()
    perform = replace(busy.use.perform_import, write=WritePage(busy.store, wrong))
    perform(run.id)
    stopped = busy.shown(run)
    assert result(stopped) == (RunStatus.FAILED, 0, {})
    assert str(stopped.failure).startswith("Workroom's own Timelogs.add_many ")
    assert word in str(stopped.failure)
    assert "tell whoever runs Workroom" in str(stopped.failure)
    assert (busy.timelogs(), busy.database.committed("ledger")) == ({}, {})
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


class CommittingBehindOurBack(FakeWorkroom):
    """Where nobody can refuse it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Wrong."""
        super().add_many(studio_id, timelogs)
        self._database.commit_unseen()
        return len(timelogs)


def test_what_a_host_committed_all_the_same_is_counted_and_not_imported_again(
    busy: FakedPlugin,
) -> None:
    """Its ledger was committed with it, and the run tells that somebody should look."""
    run = busy.request()
    wrong = WritePage(busy.store, CommittingBehindOurBack(busy.database))
    replace(busy.use.perform_import, write=wrong)(run.id)
    stopped = busy.shown(run)
    assert (stopped.status, stopped.imported) == (RunStatus.FAILED, PAGE_SIZE)
    assert "look whether all of those are there" in str(stopped.remark)
    assert result(busy.import_days()) == (
        RunStatus.FINISHED,
        8 - PAGE_SIZE,
        {SkipReason.ALREADY_IMPORTED: PAGE_SIZE},
    )
    assert len(busy.timelogs()) == 8


# Page by page.


def test_each_page_is_committed_with_its_counts(busy: FakedPlugin) -> None:
    """Timelogs, ledger and run agree at every commit."""
    seen: list[tuple[int, int]] = []

    def look() -> None:
        (run,) = busy.runs()
        ledger = busy.database.committed("ledger")
        assert len(busy.timelogs()) == len(ledger) == run.imported
        seen.append((run.pages, run.imported))

    busy.moments.watchers.append(lambda name: look() if name == "committed" else None)
    busy.import_days()
    assert [(page, count) for page, count in dict.fromkeys(seen) if page] == [
        (1, 3),
        (2, 6),
        (3, 8),
    ]


@pytest.mark.parametrize("moment", ["commit", "committed", "asked entries", "answered entries"])
@pytest.mark.parametrize("after", range(4))
def test_a_killed_run_is_taken_up_where_it_was(busy: FakedPlugin, moment: str, after: int) -> None:
    """Nothing is lost, nothing twice, and no page that was committed is read again."""
    run = busy.request()
    busy.moments.kill(moment, after=after)
    try:
        busy.work()
    except Crash:
        busy.moments.revive()
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8
    assert busy.harvest.calls["entries"] <= PAGES + 1


@pytest.mark.parametrize("moment", ["committed", "commit"])
def test_a_run_that_is_killed_after_its_last_page_counts_nothing_twice(
    connected: FakedPlugin, moment: str
) -> None:
    """Before it could say that it is over."""
    connected.log(2)
    connected.log(1, is_running=True)
    run = connected.request()
    # The lease, the start and the page are committed, and then the end.
    connected.moments.kill(moment, after=2 if moment == "committed" else 3)
    with pytest.raises(Crash):
        connected.work()
    connected.moments.revive()
    connected.settle()
    assert result(connected.shown(run)) == (RunStatus.FINISHED, 2, {SkipReason.TIMER_RUNNING: 1})


def test_a_run_is_taken_up_in_two_minutes_at_most(busy: FakedPlugin) -> None:
    """The lease of the killed worker runs out, and the next tick looks."""
    busy.request()
    busy.moments.kill("answered entries")
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    assert [busy.tick(timedelta(minutes=1)).requeued for _ in range(2)].count(1) == 1
    busy.work()
    assert busy.live() is None


def test_a_stale_link_begins_again_and_counts_nothing_twice(busy: FakedPlugin) -> None:
    """What the run imported before stays counted, once."""
    timers = busy.log(1, is_running=True, spent_on=date(2026, 6, 30))
    run = busy.request()
    busy.moments.kill("asked entries", after=2)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    busy.harvest.forget_links()
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {SkipReason.TIMER_RUNNING: 1})
    assert timers[0].id not in busy.timelogs()


def test_links_that_always_go_stale_come_to_an_end(busy: FakedPlugin) -> None:
    """Each turn reads one page, and finds the address of the next one dead."""

    def one_page_a_turn(name: str) -> None:
        if name == "answered entries":
            busy.clock.advance(timedelta(seconds=16))
            busy.harvest.forget_links()

    busy.moments.watchers.append(one_page_a_turn)
    run = busy.import_days()
    assert (run.status, run.restarts, run.imported) == (RunStatus.FAILED, 3, 3)
    assert "404" in str(run.failure)
    assert busy.harvest.calls["entries"] < 10


def test_a_page_is_let_go_after_fifteen_seconds(busy: FakedPlugin) -> None:
    """So that a slow Harvest holds up nobody: the run goes to the end of the queue."""
    at(busy, "answered entries", lambda: busy.clock.advance(timedelta(seconds=16)))
    run = busy.request()
    first = busy.queue.take()
    assert first == run.id
    busy.use.perform_import(run.id)
    assert (busy.shown(run).pages, busy.queue.waiting()) == (1, {run.id})
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_entries_twice_are_imported_once(busy: FakedPlugin) -> None:
    """Within a page, and across two while somebody logs."""

    def twice(page: EntryPage) -> EntryPage:
        return replace(page, entries=page.entries + page.entries)

    busy.harvest.twist = twice
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


def test_an_entry_that_slides_to_the_next_page_is_counted_once(busy: FakedPlugin) -> None:
    """As where pages are counted by place."""
    last: list[EntryPage] = []

    def slide(page: EntryPage) -> EntryPage:
        slid = last[-1].entries[-1:] if last else ()
        last.append(page)
        return replace(page, entries=slid + page.entries)

    busy.harvest.twist = slide
    busy.log(1, is_running=True, spent_on=date(2026, 6, 2))
    run = busy.import_days()
    assert result(run) == (RunStatus.FINISHED, 8, {SkipReason.TIMER_RUNNING: 1})


# The lease.


def test_while_another_worker_is_at_it_there_is_nothing_to_do(busy: FakedPlugin) -> None:
    """The same job twice."""
    run = busy.request()
    twin: list[object] = []
    at(busy, "answered entries", lambda: twin.append(busy.use.perform_import(run.id)))
    busy.work()
    assert twin == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_worker_that_hung_is_passed_and_writes_nothing(busy: FakedPlugin) -> None:
    """Its next page is refused by the fence; the one who came after does all."""
    run = busy.request()

    def hang() -> None:
        busy.clock.advance(timedelta(minutes=5))
        busy.use.perform_import(run.id)

    at(busy, "answered entries", hang)
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


def test_the_lease_is_kept_while_harvest_is_slow(busy: FakedPlugin) -> None:
    """Each answer takes half a minute; nobody else gets in."""
    run = busy.request()
    others: list[object] = []

    def wait(name: str) -> None:
        if name == "asked entries" and not others:
            busy.clock.advance(timedelta(seconds=30))
            others.append(busy.use.perform_import(run.id))

    busy.moments.watchers.append(wait)
    busy.work()
    assert others == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


@pytest.mark.parametrize("minutes", [-10, -1, 1, 10])
def test_a_clock_that_differs_lets_no_second_writer_in(busy: FakedPlugin, minutes: int) -> None:
    """A lease is judged by the database's clock."""
    run = busy.request()
    clock = ClockAhead(busy.clock, timedelta(minutes=minutes))
    beside = replace(busy.use.perform_import, clock=clock)
    others: list[object] = []
    busy.once("asked entries", lambda: others.append(beside(run.id)))
    busy.work()
    assert others == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_run_that_is_over_or_unknown_is_nothing_to_do(busy: FakedPlugin) -> None:
    """A job may come twice, or be forged."""
    run = busy.import_days()
    assert busy.use.perform_import(run.id) is None
    assert busy.use.perform_import("f" * 32) is None
    assert busy.shown(run) == run


def test_the_lease_is_given_back(busy: FakedPlugin) -> None:
    """After success, trouble and Disconnect."""
    busy.import_days()
    lease = busy.lease()
    assert lease is not None
    assert lease.expires_at is None


# Trouble with Harvest.


@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("error", [transient(), nonsense(), transient(0), transient(15)])
def test_passing_trouble_at_any_page_loses_nothing(
    busy: FakedPlugin, error: HarvestError, page: int
) -> None:
    """It is asked again a little later."""
    fail(busy, error, page=page, times=2)
    run = busy.import_days()
    assert result(run) == (RunStatus.FINISHED, 8, {})
    assert run.retry_state is None


def gaps(plugin: FakedPlugin) -> list[float]:
    """Seconds between the tries of one import."""
    tried: list[float] = []
    plugin.moments.watchers.append(
        lambda name: tried.append(plugin.clock.monotonic()) if name == "asked entries" else None
    )
    plugin.import_days()
    return [after - before for before, after in pairwise(tried)]


def test_pauses_grow_and_end(busy: FakedPlugin) -> None:
    """Half a second, one, two, four; then patience is at its end."""
    fail(busy, transient(), times=-1)
    assert gaps(busy) == [0.5, 1, 2, 4]
    assert [run.status for run in busy.runs()] == [RunStatus.FAILED]


@pytest.mark.parametrize("named", [1.0, 1.5, 15.0, 29.25])
def test_harvest_is_never_asked_before_the_wait_that_it_named(
    busy: FakedPlugin, named: float
) -> None:
    """Whether the worker naps or has others meanwhile."""
    fail(busy, transient(named))
    assert gaps(busy)[0] == named


@pytest.mark.parametrize(
    ("named", "tries"), [(29.0, 5), (120.0, 5), (200.0, 4), (300.0, 3), (600.0, 2), (601.0, 1)]
)
def test_a_named_wait_is_kept_as_long_as_patience_lasts(
    busy: FakedPlugin, named: float, tries: int
) -> None:
    """Ten minutes from the first failure to the last try, where the tick comes to it on time."""
    fail(busy, transient(named), times=-1)
    run = busy.request()
    for _ in range(tries):
        busy.work()
        if (waiting := busy.shown(run).retry_state) and not busy.shown(run).is_over:
            busy.clock.advance(waiting.next_try_at - busy.clock.now())
            busy.use.dispatch_due()
    assert busy.harvest.calls["entries"] == tries
    assert busy.shown(run).status is RunStatus.FAILED


def test_a_wait_of_minutes_that_harvest_named_is_waited_for(busy: FakedPlugin) -> None:
    """`Retry-After: 120` ended a run at once; and the queue is left in peace meanwhile."""
    fail(busy, transient(120))
    run = busy.request()
    busy.work()
    assert (busy.clock.slept, busy.queue.waiting()) == ([], set())
    assert busy.live() == busy.shown(run)
    assert not busy.shown(run).is_resting
    assert not busy.use.request_import(STUDIO, "elin", JUNE).is_new
    assert busy.tick(timedelta(seconds=119)).requeued == 0
    assert busy.tick(timedelta(seconds=1)).requeued == 1
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert busy.harvest.calls["entries"] == PAGES + 1


@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("error", [transient(), nonsense(), FORBIDDEN])
def test_lasting_trouble_stops_with_what_was_imported(
    busy: FakedPlugin, error: HarvestError, page: int
) -> None:
    """What Harvest did not hand over is counted, and the next import has the rest."""
    fail(busy, error, page=page, times=-1)
    before = PAGE_SIZE * (page - 1)
    run = busy.import_days()
    counted = {SkipReason.HARVEST_API_ERROR: 8 - before} if page > 1 else {}
    assert result(run) == (RunStatus.FAILED, before, counted)
    assert run.failure == f"Harvest API error: {error}"
    busy.harvest.faults.clear()
    assert busy.import_days().imported == 8 - before
    assert len(busy.timelogs()) == 8


def test_trouble_with_the_addresses_is_trouble_with_harvest(busy: FakedPlugin) -> None:
    """Tried again; nobody is guessed."""
    busy.harvest.faults.append(Fault("emails", transient(), times=2))
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert {log.member_id for log in busy.timelogs().values()} == {"mira"}


def test_a_worker_has_others_while_one_studio_waits(busy: FakedPlugin) -> None:
    """It naps for a second, and the run goes to the end of the queue."""
    fail(busy, transient(20))
    run = busy.request()
    busy.queue.take()
    busy.use.perform_import(run.id)
    assert busy.clock.slept == []
    assert busy.queue.take() == run.id
    busy.use.perform_import(run.id)
    assert busy.clock.slept == [1.0]
    assert busy.harvest.calls["entries"] == 1
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_page_ends_the_trouble_before_it(busy: FakedPlugin) -> None:
    """Patience begins anew at each page."""
    for page in range(1, PAGES + 1):
        fail(busy, transient(), page=page, times=4)
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})


def test_an_endless_chain_of_pages_ends(plugin: FakedPlugin) -> None:
    """At twice what was announced, with an error, never as a success."""
    plugin.connect()
    plugin.map()
    entries = plugin.log(3)
    plugin.harvest.is_endless = True
    run = plugin.import_days()
    assert (run.status, run.imported) == (RunStatus.FAILED, 3)
    assert run.failure == "Harvest API error: Harvest's list of entries does not end."
    assert run.pages == 12
    assert plugin.timelogs().keys() == {one.id for one in entries}


def test_a_page_that_leads_to_itself_is_nonsense(busy: FakedPlugin) -> None:
    """It is not read for ever."""
    first: list[str | None] = []

    def back(page: EntryPage) -> EntryPage:
        first.append(page.next_cursor)
        return replace(page, next_cursor=first[0])

    busy.harvest.twist = back
    run = busy.import_days()
    assert (run.status, run.imported) == (RunStatus.FAILED, 3)
    assert "leads back" in str(run.failure)


def test_a_list_that_ends_early_is_no_success(busy: FakedPlugin) -> None:
    """Three pages were announced."""
    busy.harvest.twist = lambda page: replace(page, next_cursor=None)
    run = busy.import_days()
    assert result(run) == (RunStatus.FAILED, 3, {SkipReason.HARVEST_API_ERROR: 5})


Twist = Callable[[EntryPage], EntryPage]


def _middle(left: int) -> Twist:
    """Of the three pages the second keeps so many of its entries."""
    seen: list[str | None] = []

    def twist(page: EntryPage) -> EntryPage:
        if not seen:
            seen.append(page.next_cursor)
        is_middle = page.next_cursor not in (None, seen[0])
        return replace(page, entries=page.entries[:left]) if is_middle else page

    return twist


def _last(left: int) -> Twist:
    """The last page keeps so many of its entries."""
    return lambda page: page if page.next_cursor else replace(page, entries=page.entries[:left])


def _end_early(page: EntryPage) -> EntryPage:
    return replace(page, next_cursor=None)


@pytest.mark.parametrize("loss", [_middle(0), _middle(1), _last(0), _last(1)])
def test_what_was_announced_and_never_sent_is_told(busy: FakedPlugin, loss: Twist) -> None:
    """No success: the night after asks for it again."""
    busy.harvest.twist = loss
    run = busy.import_days()
    assert run.status is RunStatus.FINISHED
    assert run.total == 8
    assert run.skipped == {SkipReason.HARVEST_API_ERROR: 8 - run.imported}
    assert not run.is_complete
    assert run.remark == f"Harvest announced 8 entries and sent {run.imported}."


@pytest.mark.parametrize("loss", [_middle(0), _last(0), _last(1), _end_early])
def test_a_page_that_leaves_something_out_once_is_asked_for_again(
    busy: FakedPlugin, loss: Twist
) -> None:
    """Before it is believed."""
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
    """What Harvest says last counts, where that is less."""
    busy.harvest.twist = lambda page: (
        page if page.next_cursor else replace(page, entries=page.entries[:1], total_entries=7)
    )
    assert result(busy.import_days()) == (RunStatus.FINISHED, 7, {})


# What stops it.


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _withdraw(plugin: FakedPlugin) -> None:
    plugin.harvest.withdraw()


def _lapse(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).is_pro = False


def _leave(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).managers.clear()


def _lose_the_keys(plugin: FakedPlugin) -> None:
    plugin.store.is_sealed_shut = True


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_disconnect, "was disconnected"),
        (_withdraw, "Reconnect"),
        (_lapse, "Pro plan"),
        (_leave, "Only an Admin"),
        (_lose_the_keys, "cannot be opened"),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_it_stops_at_the_next_page_with_its_reason(
    busy: FakedPlugin, change: Callable[[FakedPlugin], None], word: str, after: int
) -> None:
    """What was imported stays."""
    run = busy.request()
    if after:
        at(busy, "answered entries", lambda: change(busy), nth=after)
    else:
        change(busy)
    busy.settle()
    stopped = busy.shown(run)
    assert stopped.status is RunStatus.FAILED
    assert word in str(stopped.failure)
    assert len(busy.timelogs()) == stopped.imported <= PAGE_SIZE * after
    assert (busy.row() is None) is (change is _disconnect)
    if change is _disconnect:
        assert busy.harvest.grants == 0


def test_a_mapping_that_changes_midway_counts_from_the_next_page(busy: FakedPlugin) -> None:
    """The plan is looked at before every page."""
    unmap = MappingChanges((), (Choice(DRAWINGS, None), Choice(PLANS, None)))
    at(busy, "answered entries", lambda: busy.map(unmap))
    assert result(busy.import_days()) == (
        RunStatus.FINISHED,
        3,
        {SkipReason.TASK_NOT_MAPPED: 5},
    )


def test_a_night_that_was_switched_off_before_it_began_does_not_begin(
    busy: FakedPlugin,
) -> None:
    """Once it is at work it goes on."""
    busy.use.set_automated_sync(STUDIO, True)
    busy.tick(timedelta(days=1))
    busy.use.set_automated_sync(STUDIO, False)
    busy.work()
    (night,) = busy.runs()
    assert (night.status, night.failure) == (RunStatus.FAILED, SWITCHED_OFF)


def test_a_run_that_breaks_off_at_one_place_again_and_again_is_given_up(
    busy: FakedPlugin,
) -> None:
    """After half an hour, with what came in before."""
    run = busy.request()
    for _ in range(MOST_ATTEMPTS + 1):
        busy.moments.kill("answered entries", after=0 if busy.shown(run).pages else 1)
        with pytest.raises(Crash):
            busy.work()
        busy.moments.revive()
        busy.tick()
    busy.settle()
    given_up = busy.shown(run)
    assert (given_up.status, given_up.failure) == (RunStatus.FAILED, STUCK)
    assert given_up.imported == 3


class BrokenWorkroom(FakeWorkroom):
    """Breaks whenever it is asked for projects."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """See the port."""
        raise KeyError(studio_id)


def test_a_host_that_breaks_again_and_again_ends_the_run(busy: FakedPlugin) -> None:
    """It may pass, but not for ever."""
    run = busy.request()
    check_preconditions = replace(
        busy.use.perform_import.check_preconditions, catalogue=BrokenWorkroom(busy.database)
    )
    broken = replace(busy.use.perform_import, check_preconditions=check_preconditions)
    for _ in range(MOST_BREAKS - 1):
        with pytest.raises(KeyError):
            broken(run.id)
    assert not busy.shown(run).is_over
    broken(run.id)
    assert (busy.shown(run).status, busy.shown(run).failure) == (RunStatus.FAILED, BROKEN)


def test_a_database_that_goes_away_is_waited_for(busy: FakedPlugin) -> None:
    """What was committed stays, and the run is taken up."""
    run = busy.request()

    def go_away() -> None:
        busy.database.is_away = True

    at(busy, "answered entries", go_away, nth=2)
    with pytest.raises(StoreUnavailable):
        busy.work()
    busy.database.is_away = False
    assert busy.shown(run).imported == 3
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_queue_that_goes_away_midway_does_no_harm(busy: FakedPlugin) -> None:
    """The run's turn is over, and the next tick hands it over."""
    fail(busy, transient(60))
    run = busy.request()
    busy.queue.take()
    busy.queue.is_away = True
    busy.use.perform_import(run.id)
    busy.queue.is_away = False
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_tokens_are_renewed_without_anyone_noticing(busy: FakedPlugin) -> None:
    """Also in the middle."""
    at(busy, "answered entries", busy.harvest.expire)
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert busy.harvest.calls["refresh"] == 1
