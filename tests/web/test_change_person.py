"""Who is connected can be changed on the page, and has to be once they are gone."""

import pytest
from sqlalchemy import update

from demo.workroom.models import Member, db
from tests.support.studio import Studio, text_of


@pytest.fixture
def jonas(connected: Studio) -> Studio:
    """Return the studio's Designer, in a browser of his own."""
    return Studio(connected.app, connected.harvest, "jonas@lindqvist.example", "Studio Lindqvist")


def test_another_person_takes_the_place_and_is_told(connected: Studio, jonas: Studio) -> None:
    """The Designer is told before and after what it changes to be connected instead."""
    before = text_of(jonas.page())
    assert "Elin Lindqvist is connected. Once you have consented at Harvest, you are" in before
    assert "Mappings, what was left out, history, timelogs and Automated sync stay" in before
    after = text_of(jonas.connect().text)
    assert "You are connected now instead of Elin Lindqvist." in after
    assert "Connected by Jonas" in after
    page = text_of(jonas.page())
    assert "You are connected: entries of people whom Workroom does not know" in page
    assert "Change who is connected…" in text_of(connected.page())


def test_a_lost_designer_is_to_be_done_before_it_is_needed(
    connected: Studio, jonas: Studio
) -> None:
    """Once the designer who connected has left, the page says so, and offers what to do."""
    assert "can no longer be found" not in text_of(jonas.page())
    with connected.app.app_context():
        elin = update(Member).filter_by(email="elin@lindqvist.example")
        db.session.execute(elin.values(is_active=False))
        db.session.commit()
    page = text_of(jonas.page())
    assert "To do: 1 The designer who connected can no longer be found in Workroom." in page
    assert "Connected by somebody who can no longer be found" in page
    after = text_of(jonas.connect().text)
    assert "You are connected now instead of somebody who can no longer be found." in after
    assert "Nothing to do" in after
