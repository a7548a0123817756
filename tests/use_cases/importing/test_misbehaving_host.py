"""A host that breaks, or does not do what it promised, ends the run."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import PAGE_SIZE, result
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import (
    HostMisbehaved,
)
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.run import RunStatus, SkipReason
from workroom_harvest.domain.use_cases.importing.perform_import import (
    BROKEN,
    MOST_BREAKS,
)
from workroom_harvest.domain.use_cases.importing.write_page import WritePage


class Committing(FakeWorkroom):
    """And catches what is said of it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = super().add_many(studio_id, timelogs)
        with suppress(HostMisbehaved):
            self._database.commit()
        return added


class RollingBack(FakeWorkroom):
    """Before it breaks."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._database.rollback()
        raise ValueError("something is wrong")


class SayingNothing(FakeWorkroom):
    """Though it adds them."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().add_many(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SayingYes(FakeWorkroom):
    """True is 1 in Python, and there may be one entry."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs) > 0


class LeavingOneOut(FakeWorkroom):
    """And saying so."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs[1:])


class AddingNothing(FakeWorkroom):
    """And saying that it did."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
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


class BrokenWorkroom(FakeWorkroom):
    """Breaks whenever it is asked for projects."""

    def projects(self, studio_id: str) -> Sequence[Project]:
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
