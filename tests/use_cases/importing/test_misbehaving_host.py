"""A host that breaks, or does not do what it promised, ends the run."""

from collections.abc import Sequence
from contextlib import suppress

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import PAGE_SIZE, result
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import HostMisbehaved
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.performing.after_error import MOST_BREAKS


class Committing(FakeWorkroom):
    """A host that commits, and ignores the error that it is told."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        added = super().add_many(studio_id, timelogs)
        with suppress(HostMisbehaved):
            self._database.commit()
        return added


class RollingBack(FakeWorkroom):
    """A host that rolls back before it breaks."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._database.rollback()
        raise ValueError("something is wrong")


class SayingNothing(FakeWorkroom):
    """A host that adds all timelogs and returns None."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().add_many(studio_id, timelogs)
        return None  # type: ignore[return-value]  # because that is what is wrong with it


class SayingYes(FakeWorkroom):
    """A host that adds all timelogs and returns True, which equals 1 in Python."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs) > 0


class LeavingOneOut(FakeWorkroom):
    """A host that leaves one timelog out and returns the lower count."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return super().add_many(studio_id, timelogs[1:])


class AddingNothing(FakeWorkroom):
    """A host that adds nothing and returns the full count."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        return len(timelogs)


@pytest.mark.parametrize(
    ("kind", "code", "counts"),
    [
        (Committing, Code.HOST_COMMITTED, {}),
        (RollingBack, Code.HOST_ENDED_TRANSACTION, {}),
        (SayingNothing, Code.HOST_DID_NOT_COUNT, {}),
        (SayingYes, Code.HOST_COUNTED_ODDLY, {}),
        (LeavingOneOut, Code.HOST_COUNT_DIFFERS, {"asked": 3, "added": 2}),
        (AddingNothing, Code.HOST_WROTE_TOO_FEW, {}),
    ],
)
def test_a_host_that_misbehaves_ends_the_run_by_name(
    busy: FakedPlugin, kind: type[FakeWorkroom], code: Code, counts: dict[str, int]
) -> None:
    """A host that breaks a promise ends the run by name, and nothing of the page is marked."""
    run = busy.request()
    busy.rewire(timelogs=kind(busy.database)).perform_import(run.id)
    stopped = busy.shown(run)
    assert result(stopped) == (RunStatus.FAILED, 0, {})
    assert stopped.failure == Message(code, {"method": "Timelogs.add_many", **counts})
    assert (busy.timelogs(), busy.database.committed("entries")) == ({}, {})
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


class CommittingBehindOurBack(FakeWorkroom):
    """A host that commits where nobody can refuse it."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        super().add_many(studio_id, timelogs)
        self._database.commit_unseen()
        return len(timelogs)


def test_what_a_host_committed_all_the_same_is_counted_and_not_imported_again(
    busy: FakedPlugin,
) -> None:
    """What a host committed by itself is counted with a warning, and not imported again."""
    run = busy.request()
    busy.rewire(timelogs=CommittingBehindOurBack(busy.database)).perform_import(run.id)
    stopped = busy.shown(run)
    assert (stopped.status, stopped.progress.imported) == (RunStatus.FAILED, PAGE_SIZE)
    assert stopped.warnings == (Message(Code.HOST_COMMITTED_ALONE, {"count": PAGE_SIZE}),)
    assert result(busy.import_days()) == (
        RunStatus.FINISHED,
        8 - PAGE_SIZE,
        {SkipReason.ALREADY_IMPORTED: PAGE_SIZE},
    )
    assert len(busy.timelogs()) == 8


class BrokenWorkroom(FakeWorkroom):
    """A host that breaks whenever it is asked for projects."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        raise KeyError(studio_id)


def test_a_host_that_breaks_again_and_again_ends_the_run(busy: FakedPlugin) -> None:
    """A host that breaks three times at the same page ends the run."""
    run = busy.request()
    broken = busy.rewire(catalogue=BrokenWorkroom(busy.database)).perform_import
    for _ in range(MOST_BREAKS - 1):
        with pytest.raises(KeyError):
            broken(run.id)
    assert not busy.shown(run).is_over
    broken(run.id)
    ended = busy.shown(run)
    assert (ended.status, ended.failure) == (RunStatus.FAILED, Message(Code.IMPORT_BROKEN))
