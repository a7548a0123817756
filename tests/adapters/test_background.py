"""Threads as the background of an import."""

import threading

import pytest

from workroom_harvest.adapters.background import Threads


def test_work_goes_on_beside_the_caller() -> None:
    """Work is done in another thread, and its result is waited for."""
    begun, may_end = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        may_end.wait(5)
        return threading.current_thread().name

    wait = Threads().start(work)
    assert begun.wait(5)
    may_end.set()
    assert wait() != threading.current_thread().name


def test_what_the_work_raises_is_raised_where_it_is_waited_for() -> None:
    """An error in the background is raised by whoever waits, and by nobody else."""

    def work() -> None:
        raise KeyError("beside")

    wait = Threads().start(work)
    with pytest.raises(KeyError, match="beside"):
        wait()
