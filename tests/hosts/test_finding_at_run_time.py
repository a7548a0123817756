"""A host whose look-up is wrong makes an import conclude nothing, or stops it by name."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from demo.workroom.models import db
from tests.hosts.demo import Demo
from tests.hosts.finding import (
    CommitsWhileFinding,
    FindsAnothers,
    FindsEverybodys,
    FindsMore,
    FindsNothing,
    FindsWhatIsNotThere,
    RollsBackBeforeFinding,
)
from tests.support.refusing_host import use_timelogs
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

NAMED = (CommitsWhileFinding, RollsBackBeforeFinding)
"""The hosts that misuse the transaction in every import."""

WRONG = (*NAMED, FindsAnothers, FindsEverybodys, FindsMore, FindsNothing, FindsWhatIsNotThere)
"""The hosts that find what is not there, or do not find what is."""


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest, today: date) -> Studio:
    """Give Studio Lindqvist on either database, all of whose entries were imported."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    assert import_all(elin, today)["imported"] >= 20
    return elin


def import_all(studio: Studio, today: date) -> dict[str, Any]:
    """Import all entries in the demo's Harvest, and return the run."""
    return studio.import_days(today - timedelta(days=60), today)


def states(studio: Studio) -> set[str]:
    """Return the states of what has a timelog by the ledger."""
    table = db.metadata.tables["workroom_harvest_entries"]
    with studio.app.app_context():
        mine = sa.select(table.c.state).where(table.c.run_id.is_not(None))
        return set(db.session.scalars(mine))


@pytest.mark.parametrize("kind", WRONG, ids=lambda kind: kind.__name__)
def test_nothing_is_concluded_from_a_look_up_that_is_wrong(
    studio: Studio, kind: type[Demo], today: date
) -> None:
    """No entry is said to be deleted, and no timelog comes twice, whatever the look-up answers."""
    before = studio.stamps()
    use_timelogs(studio.app, kind())
    run = import_all(studio, today)
    assert states(studio) == {"imported"}
    assert (studio.stamps(), run["deleted_here"]) == (before, 0)
    if kind in NAMED or run["status"] == "failed":
        assert str(run["failure"]).startswith("Workroom's own Timelogs.find_many ")
