"""A link that signs somebody in, as the demo prints it."""

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import update

from demo.workroom.models import Member, db
from demo.workroom.sign_in import LINK_SALT, LINK_SECONDS, link
from tests.support.apps import another

ELIN = "elin@lindqvist.example"
PAGE = "/settings/integrations/harvest"


def link_of(app: Flask) -> str:
    """Return the path of Elin's link to the Harvest page."""
    with app.app_context():
        return link(ELIN, PAGE)


def test_a_link_signs_in_and_leads_on(app: Flask) -> None:
    """Who follows a link is signed in as its member, and lands where it leads."""
    browser = app.test_client()
    answer = browser.get(link_of(app))
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "Elin Lindqvist" in browser.get("/").text


def test_a_link_leads_to_this_site_only(app: Flask) -> None:
    """A link that names another site leads to the start page."""
    with app.app_context():
        answer = app.test_client().get(link(ELIN, "https://evil.example/"))
    assert answer.location == "/"


class OldSigner(TimestampSigner):
    """A signer whose links are just too old."""

    def get_timestamp(self) -> int:
        """Return when it signs, in seconds since 1970."""
        return super().get_timestamp() - LINK_SECONDS - 1


@pytest.mark.parametrize("change", ["another key", "another member", "too old", "left"])
def test_a_link_that_does_not_hold(app: Flask, change: str) -> None:
    """A link of another app, a changed one, an old one and that of who left sign nobody in."""
    address = link_of(app)
    if change == "another key":
        with another(app, SECRET_KEY="another secret") as other:
            address = link_of(other)
    elif change == "another member":
        address = address.replace("/sign-in/1.", "/sign-in/2.")
    elif change == "too old":
        address = f"/sign-in/{OldSigner(app.secret_key or '', salt=LINK_SALT).sign('1').decode()}"
    else:
        with app.app_context():
            db.session.execute(update(Member).filter_by(email=ELIN).values(is_active=False))
            db.session.commit()
    browser = app.test_client()
    answer = browser.get(address)
    assert answer.status_code == 404
    assert "This link is too old, or not from here." in answer.text
    assert browser.get("/").status_code == 303
