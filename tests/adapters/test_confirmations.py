"""Another Harvest account is taken once and as a whole, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from demo.workroom.models import db
from tests.adapters.test_races import at_once
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import NothingToConfirm
from workroom_harvest.domain.ports.host import Member

OTHER = "Atelier Moreau"
CONFIRM = "/settings/integrations/harvest/connect/confirm"


class Killed(BaseException):
    """The process was killed here, which no `except Exception` sees."""


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected and mapped studio whose Elin consented to another account."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    elin.connect_account(OTHER)
    return elin


@contextmanager
def killed_before(app: Flask, nth: int) -> Iterator[list[str]]:
    """Kill whoever executes the nth statement, and yield those that began."""
    begun: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        begun.append(statement)
        if len(begun) == nth:
            raise Killed(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield begun
    finally:
        event.remove(engine, "before_cursor_execute", note)


def kept(app: Flask) -> tuple[str, int, int]:
    """Return the connected account's name, and how many project pairs and pending grants exist."""
    with app.app_context():
        tables = [
            db.metadata.tables[f"workroom_harvest_{name}"]
            for name in ("connections", "project_pairs", "pending_grants")
        ]
        name = db.session.scalars(select(tables[0].c.harvest_account_name)).one()
        pairs, grants = (
            db.session.scalars(select(func.count()).select_from(table)).one()
            for table in tables[1:]
        )
        return name, pairs, grants


def member_and_session(studio: Studio) -> tuple[Member, str]:
    """Return the member as the plugin knows them, and the secret of their browser session."""
    row = studio.member
    with studio.browser.session_transaction() as session:
        secret = str(session["workroom_harvest_browser"])
    return Member(str(row.id), studio.studio_id, row.name, row.email), secret


def test_a_confirmation_killed_before_any_statement_is_done_or_undone(studio: Studio) -> None:
    """Before whichever statement it is killed, either account is connected as a whole.

    The question stands until it is answered. The statements are those of the whole request.
    """
    asked = kept(studio.app)
    assert asked[1:] == (5, 1)
    token, member = studio.token(), member_and_session(studio)
    kills = 0
    while kept(studio.app) == asked:
        with killed_before(studio.app, kills + 1) as begun:
            try:
                studio.browser.post(CONFIRM, data={"csrf_token": token})
            except Killed:
                kills += 1
            assert len(begun) == kills or kept(studio.app) != asked
    assert kept(studio.app) == (OTHER, 0, 0)
    assert kills > 10
    with studio.app.app_context(), pytest.raises(NothingToConfirm):
        use_cases().confirm_account(*member)
    assert OTHER in text_of(studio.page())


def test_of_two_confirmations_at_once_one_is_taken(studio: Studio) -> None:
    """Of two confirmations at the same time one connects, and the other is a sentence."""
    member, secret = member_and_session(studio)
    refused = at_once(studio.app, *[lambda: use_cases().confirm_account(member, secret)] * 2)
    assert [type(error) for error in refused] == [NothingToConfirm]
    assert kept(studio.app) == (OTHER, 0, 0)
    assert len(studio.harvest.state.by_refresh) == 1


def test_a_confirmation_beside_a_disconnect_leaves_no_grant(studio: Studio) -> None:
    """Whichever is first, after both nothing is kept, or the new connection alone."""
    member, secret = member_and_session(studio)
    at_once(
        studio.app,
        lambda: use_cases().confirm_account(member, secret),
        lambda: use_cases().disconnect(studio.studio_id),
    )
    with studio.app.app_context():
        use_cases().disconnect(studio.studio_id)
    assert not studio.harvest.state.by_refresh
