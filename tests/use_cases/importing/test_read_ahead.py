"""The next page is on its way while a page is written."""

from dataclasses import replace

import pytest

from tests.fakes.background import EarlyBackground
from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.errors import Forbidden
from workroom_harvest.domain.ports.background import Background
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases import bind
from workroom_harvest.domain.use_cases.performing.time_slice import TIME_SLICE


def with_background(plugin: FakedPlugin, background: Background) -> FakedPlugin:
    """Return the plugin with that background."""
    plugin.ports = replace(plugin.ports, background=background)
    plugin.use = bind(plugin.ports)
    return plugin


@pytest.fixture
def early(busy: FakedPlugin) -> FakedPlugin:
    """Give a studio with eight entries on three pages, which come before they are waited for."""
    return with_background(busy, EarlyBackground())


@pytest.fixture
def awaited(busy: FakedPlugin) -> FakedPlugin:
    """Give the same studio, whose pages come once they are waited for."""
    return with_background(busy, EarlyBackground(is_awaited=True))


def progress_at_answers(plugin: FakedPlugin, run: ImportRun) -> list[str]:
    """Perform the run; return how many pages were read and written at each answer with entries."""
    order: list[str] = []

    def note(moment: str) -> None:
        written = plugin.runs()[0].progress.pages
        if moment == "answered entries":
            order.append(f"{plugin.harvest.pages_read} read, {written} written")

    plugin.moments.watchers.append(note)
    plugin.use.perform_import(run.id)
    assert result(plugin.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert plugin.harvest.calls["entries"] == 3
    return order


def test_a_page_is_asked_for_before_the_one_before_it_is_read(awaited: FakedPlugin) -> None:
    """The next page is asked for before a page is read and committed, and each page once."""
    order = progress_at_answers(awaited, awaited.request())
    assert order == ["0 read, 0 written", "0 read, 0 written", "1 read, 1 written"]


def test_a_page_that_nobody_waits_for_is_read_when_it_comes(early: FakedPlugin) -> None:
    """A page that comes while the one before it is written is read at once, and each page once."""
    order = progress_at_answers(early, early.request())
    assert order == ["0 read, 0 written", "1 read, 0 written", "2 read, 1 written"]
    assert early.harvest.pages_read == 3


def test_the_first_page_is_on_its_way_while_something_else_is_asked(early: FakedPlugin) -> None:
    """Harvest is asked for a slice's first page before the sight, or the owners once more."""
    order: list[str] = []
    early.moments.watchers.append(order.append)
    run = early.request()
    early.once("answered entries", lambda: early.clock.sleep(TIME_SLICE))
    early.use.perform_import(run.id)
    asked = ["asked entries", "asked sight", "asked emails"]
    assert [moment for moment in order if moment in asked] == asked
    order.clear()
    early.work()
    assert [moment for moment in order if moment in asked][:2] == ["asked entries", "asked emails"]
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_failure_beside_another_costs_one_try(early: FakedPlugin) -> None:
    """Where both the sight and the first page failed, both are asked for once more."""
    run = early.request()
    early.harvest.faults += [Fault("sight", transient()), Fault("entries", transient())]
    early.use.perform_import(run.id)
    assert len(early.clock.slept) == 1
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_harvest_that_is_away_is_asked_one_thing_at_each_further_try(early: FakedPlugin) -> None:
    """Only the first try asks two things at once, so that little is asked while Harvest is away."""
    run = early.request()
    early.harvest.is_down = True
    early.settle()
    tries = early.harvest.calls["sight"]
    assert early.shown(run).status is RunStatus.FAILED
    assert early.harvest.calls["entries"] == 1
    assert tries > 1


def test_a_page_that_failed_ahead_is_tried_again(early: FakedPlugin) -> None:
    """An error of a page that was fetched ahead counts only once that page is next."""
    run = early.request()
    early.harvest.faults.append(Fault("entries", transient(), page=2))
    early.use.perform_import(run.id)
    assert early.runs()[0].progress.pages >= 1
    early.settle()
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_page_that_nobody_can_read_is_tried_again(early: FakedPlugin) -> None:
    """A page whose entries cannot be read is asked for again, and none after it is skipped."""
    run = early.request()
    early.harvest.faults.append(Fault("read", nonsense(), page=2))
    early.use.perform_import(run.id)
    assert early.runs()[0].progress.pages >= 1
    early.settle()
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert early.runs()[0].progress.pages == 3


def test_a_token_that_ran_out_ahead_is_refreshed(early: FakedPlugin) -> None:
    """A 401 for a page that was fetched ahead leads to one refresh and the same page."""
    run = early.request()
    early.once("answered entries", early.harvest.expire)
    early.use.perform_import(run.id)
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert early.harvest.calls["refresh"] == 1


def test_a_token_that_ran_out_is_refreshed_once(early: FakedPlugin) -> None:
    """A 401 for the sight and for the first page, which are asked together, is one refresh."""
    run = early.request()
    early.harvest.expire()
    early.use.perform_import(run.id)
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert early.harvest.calls["refresh"] == 1


def test_a_first_page_that_is_refused_in_a_later_slice_is_begun_again(early: FakedPlugin) -> None:
    """An address that is dead by the next slice is not the end of a run that needs the owners."""
    run = early.request()
    early.once("answered entries", lambda: early.clock.sleep(TIME_SLICE))
    early.use.perform_import(run.id)
    early.harvest.faults.append(Fault("entries", Forbidden(status=403), page=2))
    early.work()
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_refusal_ahead_fails_the_run_after_what_was_read(early: FakedPlugin) -> None:
    """A page that Harvest refuses ahead fails the run, and the page before it stays."""
    run = early.request()
    early.harvest.faults.append(Fault("entries", Forbidden(status=403), page=2))
    early.use.perform_import(run.id)
    ended = early.shown(run)
    assert (ended.status, ended.progress.imported) == (RunStatus.FAILED, 3)


def test_a_slice_that_is_over_asks_for_no_further_page(early: FakedPlugin) -> None:
    """Once the time slice is over no page is fetched that nobody would write."""
    run = early.request()
    early.once("answered entries", lambda: early.clock.sleep(TIME_SLICE))
    early.use.perform_import(run.id)
    assert early.harvest.calls["entries"] == 1
    assert early.runs()[0].progress.pages == 1
    early.work()
    assert result(early.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert early.harvest.calls["entries"] == 3
