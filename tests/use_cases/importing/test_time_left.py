"""A job that has time left in its slice takes the nights that are next in the queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.fakes.database import FakeDatabase
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import PAGE_SIZE
from tests.use_cases.scheduling.helpers import TONIGHT, connect_others
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.performing.time_slice import TIME_SLICE

OTHERS = 9


@pytest.fixture
def many(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin with ten studios, all of whose nights are in the queue."""
    connected.use.set_automated_sync(STUDIO, True)
    connect_others(connected, OTHERS)
    connected.clock.jump(TONIGHT)
    connected.use.dispatch_due()
    return connected


def take(plugin: FakedPlugin) -> str:
    """Return the id of the run that a worker takes next."""
    run_id = plugin.queue.take()
    assert run_id is not None
    return run_id


def finished(plugin: FakedPlugin) -> int:
    """Return how many nights are finished."""
    runs = plugin.runs()
    return sum(run.status is RunStatus.FINISHED and run.request.night is not None for run in runs)


def slow_down(plugin: FakedPlugin, seconds: float) -> None:
    """Let Harvest take that long for each page of entries."""

    def watch(name: str) -> None:
        if name == "asked entries":
            plugin.clock.advance(timedelta(seconds=seconds))

    plugin.moments.watchers.append(watch)


def test_one_job_does_all_quiet_nights(many: FakedPlugin) -> None:
    """A job performs its own run and the nights behind it, and leaves an empty queue."""
    many.use.perform_imports(take(many))
    assert finished(many) == OTHERS + 1
    assert many.queue.waiting() == set()


def test_a_job_ends_with_its_time_slice(many: FakedPlugin) -> None:
    """A job takes no night any more once its time slice is over."""
    slow_down(many, TIME_SLICE / 3)
    many.use.perform_imports(take(many))
    assert finished(many) == 3
    assert len(many.queue.waiting()) == OTHERS + 1 - 3


def test_the_last_night_has_no_slice_of_its_own(many: FakedPlugin) -> None:
    """A night that is taken late goes on until the job's time is over, and is enqueued again."""
    many.log(2 * PAGE_SIZE + 1)
    slow_down(many, TIME_SLICE / 4)
    many.use.perform_imports(take(many))
    first, second, *_ = many.runs()
    assert (first.status, first.progress.pages) == (RunStatus.FINISHED, 3)
    assert (second.status, second.progress.pages) == (RunStatus.RUNNING, 1)
    assert second.id in many.queue.waiting()


def test_an_import_by_hand_is_left_to_the_next_free_worker(many: FakedPlugin) -> None:
    """A job that meets an import by hand ends, so that it begins with a slice of its own."""
    run_id = take(many)
    many.moments.at("answered entries", lambda: many.queue.enqueue("click", first=True))
    many.use.perform_imports(run_id)
    assert finished(many) == 1
    assert take(many) == "click"


def test_a_queue_that_goes_away_ends_the_job(many: FakedPlugin) -> None:
    """A job ends in order if Redis goes away meanwhile, and the nights wait in the database."""
    run_id = take(many)
    many.moments.at("answered entries", lambda: setattr(many.queue, "is_away", True))
    many.use.perform_imports(run_id)
    many.queue.is_away = False
    many.queue.lose()
    many.settle()
    assert finished(many) == OTHERS + 1


def test_each_run_has_a_context_of_its_own(many: FakedPlugin) -> None:
    """Each run is performed within another context, and none outlives the job."""
    opened: list[int] = []
    is_open: list[bool] = []

    @contextmanager
    def context() -> Iterator[None]:
        assert not any(is_open)
        opened.append(finished(many))
        is_open.append(True)
        yield
        is_open.clear()

    many.use.perform_imports(take(many), context)
    assert opened == list(range(OTHERS + 1))


class BrokenWorkroom(FakeWorkroom):
    """A host that breaks when it is asked about one studio's plan."""

    def __init__(self, database: FakeDatabase, studio_id: str) -> None:
        super().__init__(database)
        self._studio_id = studio_id

    def is_pro(self, studio_id: str) -> bool:
        if studio_id == self._studio_id:
            raise KeyError(studio_id)
        return super().is_pro(studio_id)


def test_an_error_tells_which_import_it_happened_in(many: FakedPlugin) -> None:
    """An exception of the host's ends the job, names the run, and costs no other run anything."""
    _, second, *_ = many.runs()
    broken = many.rewire(access=BrokenWorkroom(many.database, second.studio_id))
    with pytest.raises(KeyError) as caught:
        broken.perform_imports(take(many))
    assert caught.value.__notes__ == [f"This happened in import {second.id}."]
    assert many.runs()[0].status is RunStatus.FINISHED
    many.settle()
    assert finished(many) == OTHERS + 1
