"""The question on the page whether another Harvest account replaces the connected one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases

OTHER = "Atelier Moreau"
QUESTION = "Atelier Moreau instead of Studio Lindqvist"
REFUSED = "There is no other Harvest account to take any more"


def rows(app: Flask) -> list[dict[str, object]]:
    """Return the rows of the table of pending grants."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_pending_grants"]
        return [dict(row) for row in db.session.execute(select(table)).mappings()]


def let_expire(studio: Studio) -> None:
    """Let ten minutes pass for the grants that wait."""
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_pending_grants"]
        for row in db.session.execute(select(table)).mappings().all():
            past = {"expires_at": row["expires_at"] - timedelta(minutes=10)}
            db.session.execute(update(table).values(past))
        db.session.commit()


@pytest.fixture
def jonas(connected: Studio) -> Studio:
    """Return the studio's Designer, in a browser of his own."""
    return Studio(connected.app, connected.harvest, "jonas@lindqvist.example", "Studio Lindqvist")


@pytest.fixture
def asked(connected: Studio) -> Studio:
    """Return a connected studio whose Elin consented to another account."""
    assert QUESTION in text_of(connected.connect_account(OTHER))
    return connected


def test_the_question_names_both_accounts_and_what_it_clears(asked: Studio) -> None:
    """The page says what is cleared and what stays, has both answers, and holds no token."""
    page = asked.page()
    text = text_of(page)
    assert f"{QUESTION}: clear 11 mappings, or go back?" in text
    assert "Until you decide, Studio Lindqvist stays connected." in text
    assert "Imported timelogs stay." in text
    assert re.findall(r'action="[^"]*(/connect/[a-z]+)"', page) == [
        "/connect/confirm",
        "/connect/back",
    ]
    tokens = {*asked.harvest.state.by_access, *asked.harvest.state.by_refresh}
    assert tokens
    assert not [token for token in tokens if token in page]


def test_the_pending_tokens_are_sealed(asked: Studio) -> None:
    """Neither token nor session stands in the database as it is."""
    (row,) = rows(asked.app)
    stored = " ".join(map(str, row.values()))
    secrets = {*asked.harvest.state.by_access, *asked.harvest.state.by_refresh}
    with asked.browser.session_transaction() as session:
        secrets.add(session["workroom_harvest_browser"])
    assert not [secret for secret in secrets if secret in stored]


def test_nobody_else_is_asked(asked: Studio, jonas: Studio) -> None:
    """Neither another member nor another browser of the same one is asked, or may confirm."""
    again = Studio(asked.app, asked.harvest, asked.email, asked.account)
    for other in (jonas, again):
        assert QUESTION not in text_of(other.page())
        answer = other.post("/connect/confirm")
        assert (answer.status_code, REFUSED in text_of(answer.text)) == (409, True)
    assert QUESTION in text_of(asked.page())


def test_going_back_leaves_everything_as_it_was(asked: Studio) -> None:
    """Going back destroys the grant and says so; the mappings are there, the question is gone."""
    answer = asked.post("/connect/back")
    assert answer.status_code == 303
    page = asked.page()
    assert "the Harvest account is connected as before" in page
    assert QUESTION not in text_of(page)
    assert "Studio Lindqvist" in page
    assert rows(asked.app) == []
    assert len(asked.harvest.state.by_refresh) == 1
    assert asked.post("/connect/confirm").status_code == 409


def test_where_harvest_cannot_be_told_the_page_says_where_to_remove_it(
    asked: Studio, harvest: LocalHarvest
) -> None:
    """Going back says what is left to do where Harvest offers no way to revoke a token."""
    harvest.state.config.revocation = False
    asked.post("/connect/back")
    assert "could not be withdrawn from here: to remove it there too" in text_of(asked.page())


def _confirm(studio: Studio) -> None:
    studio.confirm_account()


def _disconnect(studio: Studio) -> None:
    studio.post("/disconnect")


def _reconnect(studio: Studio) -> None:
    jonas = Studio(studio.app, studio.harvest, "jonas@lindqvist.example", "Studio Lindqvist")
    jonas.connect()


@pytest.mark.parametrize("meanwhile", [_confirm, let_expire, _disconnect, _reconnect])
def test_a_confirmation_that_comes_too_late_is_a_sentence(
    asked: Studio, meanwhile: Callable[[Studio], None]
) -> None:
    """A second, late or overtaken confirmation is a 409 with a sentence, and changes nothing."""
    meanwhile(asked)
    before = text_of(asked.page())
    answer = asked.post("/connect/confirm")
    assert (answer.status_code, REFUSED in text_of(answer.text)) == (409, True)
    after = text_of(asked.page())
    assert ("Atelier Moreau" in after) == ("Atelier Moreau" in before)
    assert ("Connected by" in after) == ("Connected by" in before)


def test_a_confirmation_needs_the_token_of_a_form(asked: Studio) -> None:
    """A confirmation without the form's token is refused, and the question stays."""
    for path in ("confirm", "back"):
        answer = asked.browser.post(f"/settings/integrations/harvest/connect/{path}")
        assert answer.status_code == 400
    assert QUESTION in text_of(asked.page())


@pytest.mark.parametrize("account", ["1", "0", "x", "9" * 30, "²"])
def test_an_answer_about_yet_another_account_is_a_sentence(asked: Studio, account: str) -> None:
    """An answer about an account that is not asked about is refused, and the question stays."""
    answer = asked.post("/connect/confirm", {"account": account})
    assert answer.status_code == 409
    assert "in another window. Nothing was changed." in text_of(answer.text)
    assert QUESTION in text_of(asked.page())


def test_the_form_names_the_account_that_it_takes(asked: Studio) -> None:
    """The page's own form says which account it takes."""
    (named,) = re.findall(r'name="account" value="([0-9]+)"', asked.page())
    assert asked.post("/connect/confirm", {"account": named}).status_code == 303
    assert OTHER in asked.page()


def test_a_tick_destroys_the_grant_that_nobody_confirmed(asked: Studio) -> None:
    """After ten minutes the next tick destroys the grant here and at Harvest."""
    let_expire(asked)
    assert QUESTION not in text_of(asked.page())
    with asked.app.app_context():
        assert use_cases().drop_expired_grants() == 1
    assert rows(asked.app) == []
    assert len(asked.harvest.state.by_refresh) == 1


def test_rotated_keys_open_a_pending_grant(asked: Studio) -> None:
    """After the keys were rotated, a grant that waits can still be confirmed."""
    (before,) = rows(asked.app)
    with asked.app.app_context():
        use_cases().rotate_token_keys()
    (after,) = rows(asked.app)
    assert after["sealed_access"] != before["sealed_access"]
    assert OTHER in asked.confirm_account()


def test_a_pending_token_is_no_token_of_a_connection(asked: Studio) -> None:
    """What is sealed for a pending grant cannot be opened as a connection's tokens."""
    (row,) = rows(asked.app)
    with asked.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        sealed = {name: row[name] for name in ("sealed_access", "sealed_refresh")}
        db.session.execute(update(table).values(sealed))
        db.session.commit()
        assert use_cases().rotate_token_keys().unreadable == [asked.studio_id]
