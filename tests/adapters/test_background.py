"""Threads as the background of an import."""

import threading

import pytest

from workroom_harvest.adapters.background import Threads


def as_it_is(result: str) -> str:
    """Return the result."""
    return result


def with_thread(result: str) -> str:
    """Return the result, and the thread that went on with it."""
    return f"{result}, {threading.current_thread().name}"


def test_work_goes_on_beside_the_caller() -> None:
    """Work is done in another thread, and its result is waited for."""
    begun, may_end = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        may_end.wait(5)
        return threading.current_thread().name

    wait = Threads().start(work, as_it_is)
    assert begun.wait(5)
    may_end.set()
    assert wait() != threading.current_thread().name


def test_a_result_that_nobody_waits_for_is_gone_on_with() -> None:
    """What comes then is done in the other thread, before anybody waits."""
    done = threading.Event()

    def then(result: str) -> str:
        done.set()
        return with_thread(result)

    wait = Threads().start(lambda: "found", then)
    assert done.wait(5)
    result = wait()
    assert result.startswith("found, ")
    assert not result.endswith(threading.current_thread().name)


def test_a_result_that_is_waited_for_is_handed_over_at_once() -> None:
    """Whoever waits already gets the result as it is, and decides what comes then."""
    may_end, results = threading.Event(), []
    wait = Threads().start(lambda: "found" if may_end.wait(5) else "late", with_thread)
    waiting = threading.Thread(target=lambda: results.append(wait()))
    waiting.start()
    # It waits once it has begun to, which nothing shows from outside.
    waiting.join(0.2)
    may_end.set()
    waiting.join(5)
    assert results == ["found"]


@pytest.mark.parametrize("in_the_work", [True, False], ids=["in the work", "then"])
def test_an_error_is_raised_where_the_result_is_waited_for(in_the_work: bool) -> None:
    """An error in the background is raised by whoever waits, and by nobody else."""
    failed = threading.Event()

    def fail(_: str = "") -> str:
        failed.set()
        raise KeyError("beside")

    wait = Threads().start(fail if in_the_work else str, fail)
    assert failed.wait(5)
    with pytest.raises(KeyError, match="beside"):
        wait()
