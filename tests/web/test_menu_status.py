"""What a host's own menus are told of the integration, for whoever is signed in."""

import pytest
from flask import Flask, g

from demo.workroom.models import Member, db
from tests.support.factories import connection
from tests.support.studio import Studio
from workroom_harvest import harvest_status
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.messages import Code
from workroom_harvest.web.presenters.menu import MenuStatus, menu_status

PAGE = "/settings/integrations/harvest"
WORKS = connection(todo=3)
BROKEN = connection(reconnect_reason=Code.GRANT_REVOKED, todo=3)


@pytest.mark.parametrize(
    ("may_look", "is_pro", "is_known", "of", "state", "label", "count"),
    [
        (True, True, True, WORKS, "connected", "Connected", 3),
        (True, True, True, BROKEN, "reconnect needed", "Reconnect needed", 4),
        (True, True, True, None, "not connected", "Not connected", 0),
        (True, True, False, None, "unknown", "Not known just now", 0),
        (True, False, True, WORKS, "not on Pro", "Not on Pro", 0),
        (True, False, True, None, "not on Pro", "Not on Pro", 0),
        (
            False,
            True,
            True,
            WORKS,
            "not allowed",
            "For an Admin or the Designer of a Pro studio",
            0,
        ),
    ],
)
def test_one_state_is_told_with_what_is_to_be_done(
    may_look: bool,
    is_pro: bool,
    is_known: bool,
    of: Connection | None,
    state: str,
    label: str,
    count: int,
) -> None:
    """The first thing that stands in the way is told; what nobody may do is not counted."""
    status = menu_status(PAGE, may_look=may_look, is_pro=is_pro, is_known=is_known, connection=of)
    assert (status.state, status.label, status.count) == (state, label, count)
    assert status.address == PAGE
    assert status.account == (of.harvest_account.name if of and may_look else None)


def told(app: Flask, email: str | None) -> MenuStatus:
    """Return what the app's own templates are told while somebody is signed in, or nobody."""
    with app.test_request_context("/apps"):
        g.member = db.session.query(Member).filter_by(email=email).one() if email else None
        from_template = app.jinja_env.from_string(
            "{% set it = harvest_status() %}{{ it.address }} {{ it.state }} {{ it.count }}"
        ).render()
        status = harvest_status()
        assert from_template == f"{status.address} {status.state} {status.count}"
        return status


def test_each_is_told_of_their_own_studio(connected: Studio) -> None:
    """An Admin is told of their studio's account, and others only what they may know."""
    app = connected.app
    elin = told(app, "elin@lindqvist.example")
    assert (elin.address, elin.state, elin.account) == (PAGE, "connected", "Studio Lindqvist")
    assert told(app, "claire@moreau.example").state == "not connected"
    assert told(app, "mira@lindqvist.example").state == "not allowed"
    assert told(app, None) == told(app, "mira@lindqvist.example")
    assert told(app, "nora@nordform.example").state == "not on Pro"
