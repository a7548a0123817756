"""The page is sent in parts, and a client that reads slowly keeps no transaction open."""

import sqlalchemy as sa
from flask.testing import FlaskClient

from demo.walk import PAGE
from demo.workroom.models import db
from tests.support.studio import Studio


def test_no_transaction_is_open_while_somebody_reads(connected: Studio) -> None:
    """No transaction is open while the client reads, neither before the table nor after it."""
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
    """An error while the table is rendered costs one line, since the head of the page is sent."""
    with connected.app.app_context():
        db.session.execute(sa.text("DROP TABLE activity_type"))
        db.session.commit()
    for path in ("", "/mappings"):
        page = connected.page(path)
        assert "Something in Workroom broke." in page
        assert ("What is to be done cannot be read just now." in page) is (path == "")
        assert page.rstrip().endswith("</html>")
