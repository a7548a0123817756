"""The page is sent in parts; nobody who reads it slowly keeps the database waiting."""

import sqlalchemy as sa
from flask.testing import FlaskClient

from demo.walk import PAGE
from demo.workroom.models import db
from tests.support.studio import Studio


def test_no_transaction_is_open_while_somebody_reads(connected: Studio) -> None:
    """Neither before the table nor behind it; the host's own frame has read who is there."""
    browser = FlaskClient(connected.app)
    session = connected.browser.get_cookie("workroom")
    assert session is not None
    browser.set_cookie("workroom", session.value)
    answer = browser.get(PAGE)
    parts = answer.iter_encoded()
    with connected.app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, sa.QueuePool)
        for expected in ("Connection", "Save mappings"):
            assert expected in next(parts).decode()
            assert pool.checkedout() == 0
    answer.close()


def test_a_host_that_breaks_while_the_table_is_drawn_costs_a_line(connected: Studio) -> None:
    """The page's head is out by then; the page is whole all the same."""
    with connected.app.app_context():
        db.session.execute(sa.text("DROP TABLE activity_type"))
        db.session.commit()
    for path in ("", "/mappings"):
        page = connected.page(path)
        assert "Something in Workroom broke." in page
        assert page.rstrip().endswith("</html>")
