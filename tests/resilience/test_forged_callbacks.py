"""Callbacks of the consent screen that were not started here, and denials, store nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio


@pytest.mark.parametrize(
    "change",
    ["without", "wrong", "replayed", "expired", "other member", "other studio", "other browser"],
)
def test_a_callback_that_is_not_ours_is_refused_and_the_code_never_exchanged(
    elin: Studio, harvest: LocalHarvest, change: str
) -> None:
    """A callback without a valid state is refused, and its code is never exchanged.

    The state is a one-time row, bound to the browser session, the member and the studio.
    """
    location = elin.consent()
    someone = elin
    if change == "without":
        location = location.partition("&state=")[0]
    elif change == "wrong":
        location += "x"
    elif change == "replayed":
        elin.come_back(location)
        elin.post("/disconnect")
    elif change == "expired":
        with elin.app.app_context():
            table = db.metadata.tables["workroom_harvest_authorization_requests"]
            db.session.execute(update(table).values(expires_at=datetime(2020, 1, 1, tzinfo=UTC)))
            db.session.commit()
    else:
        email = {
            "other member": "jonas@lindqvist.example",
            "other studio": "claire@moreau.example",
            "other browser": "elin@lindqvist.example",
        }[change]
        someone = Studio(elin.app, harvest, email, "Studio Lindqvist")
    harvest.state.requests.clear()
    someone.come_back(location)
    assert harvest.state.requests["token"] == 0
    assert "does not belong to a connection that you started here" in someone.page()
    with elin.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        assert db.session.execute(select(table)).all() == []


def test_denied_at_harvest_is_said_and_stores_nothing(elin: Studio) -> None:
    """A denied consent is told on the page, and stores nothing."""
    elin.come_back(elin.consent(decision="deny"))
    assert "access was denied there" in elin.page()
    assert "Connect Harvest" in elin.page()
