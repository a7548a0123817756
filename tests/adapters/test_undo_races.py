"""An undo beside others at the same time, on either database: each timelog goes once, or stays."""

from collections.abc import Sequence
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select, update

from demo.workroom.harvest_timelogs import WorkroomTimelogs
from demo.workroom.models import Timelog, db
from tests.adapters.test_races import at_once
from tests.support.apps import rewire
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import use_cases
from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.errors import RunClosed
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

STUDIO = MEMBER = "1"
A_WHILE = 0.3
"""Seconds for which somebody may try to edit what an undo holds; none of it decides the test."""


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist, connected and with the demo's mappings."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


@pytest.fixture
def imported(studio: Studio, today: date) -> str:
    """Import the default days, and return the run."""
    run_id = studio.start_import(Days.default(today).first, today)
    studio.work(run_id)
    assert len(studio.stamps()) > 1
    return run_id


def undo(run_id: str) -> ImportRun:
    """Click *Undo*, and return the run."""
    return use_cases().request_undo(STUDIO, MEMBER, run_id).run


def shown(studio: Studio, run_id: str) -> ImportRun:
    """Return the run as it is now."""
    with studio.app.app_context():
        return use_cases().show_run(STUDIO, run_id)


def test_undo_clicked_eight_times_at_once_is_one_run(studio: Studio, imported: str) -> None:
    """Eight clicks at the same time start one undo, and two workers of it remove each once."""
    before, ids = studio.stamps(), []
    assert at_once(studio.app, *[lambda: ids.append(undo(imported).id)] * 8) == []
    (run_id,) = set(ids)
    assert at_once(studio.app, *[lambda: use_cases().perform_import(run_id)] * 2) == []
    studio.work(run_id)
    done = shown(studio, run_id)
    assert (done.status, done.progress.imported) == (RunStatus.FINISHED, len(before))
    assert studio.stamps() == []


def test_an_undo_beside_an_import_of_the_same_days(
    studio: Studio, imported: str, today: date
) -> None:
    """Whichever is first runs, and the other is shown it or is told that it must wait."""
    before = studio.stamps()
    runs: list[ImportRun] = []

    def click() -> None:
        runs.append(use_cases().request_import(STUDIO, MEMBER, Days.default(today)).run)

    refused = at_once(studio.app, lambda: runs.append(undo(imported)), click)
    assert len({run.id for run in runs}) == 1
    assert [type(error) for error in refused] in ([], [RunClosed])
    assert bool(refused) is not bool(runs[0].request.undoes)
    studio.work(runs[0].id)
    assert studio.stamps() == ([] if runs[0].request.undoes else before)


class Beside(WorkroomTimelogs):
    """The demo's timelogs, of which somebody edits one as soon as it is looked up for update."""

    def __init__(self, app: Flask, stamp: int) -> None:
        self._app = app
        self._stamp = stamp
        self.edited = 0
        self.editor: Thread | None = None

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        found = super().find_many(studio_id, entry_ids, for_update)
        if self.editor is None:
            self.editor = Thread(target=self._edit)
            self.editor.start()
            self.editor.join(A_WHILE)
        return found

    def _edit(self) -> None:
        with self._app.app_context():
            mine = update(Timelog).where(Timelog.harvest_entry_id == self._stamp)
            self.edited = db.session.execute(mine.values(title="In my own words")).rowcount  # type: ignore[attr-defined]  # because an update has it
            db.session.commit()


def test_nobody_edits_a_timelog_that_an_undo_is_about_to_remove(
    studio: Studio, imported: str
) -> None:
    """Whoever edits a timelog meanwhile waits and finds none, or it stays as they left it."""
    before = studio.stamps()
    assert before[0] is not None
    host = Beside(studio.app, before[0])
    rewire(studio.app, timelogs=host)
    with studio.app.app_context():
        run_id = undo(imported).id
    studio.work(run_id)
    assert host.editor is not None
    host.editor.join()
    with studio.app.app_context():
        titles = list(db.session.scalars(select(Timelog.title).filter_by(studio_id=1)))
    assert titles == ["In my own words"] * host.edited
    kept = shown(studio, run_id).progress.skipped.get(SkipReason.EDITED, 0)
    assert kept == host.edited
