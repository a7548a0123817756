"""A request under a host name that is not the site's reaches nothing of Harvest."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from demo.walk import PAGE
from demo.workroom.config import from_environment
from demo.workroom.models import db
from tests.support.apps import another
from tests.support.studio import Studio

FOREIGN = {"Host": "evil.example"}


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", PAGE, f"{PAGE}/callback"])
def test_a_foreign_name_gets_a_page_that_says_so(elin: Studio, path: str) -> None:
    """A request under a foreign host name gets a page without links, signed in or not."""
    for browser in (elin.browser, elin.app.test_client()):
        answer = browser.get(path, headers=FOREIGN)
        assert answer.status_code == 400
        assert "Workroom is not to be found under this name." in answer.text
        assert "evil.example" not in answer.text
        assert "href" not in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def signed_in_elsewhere(app: Flask, elin: Studio) -> tuple[FlaskClient, str]:
    """Return a signed-in browser that uses another host name of the server, and a form's token."""
    studio = Studio(app, elin.harvest, elin.email, elin.account)
    token = studio.token()
    cookie = studio.browser.get_cookie("workroom", app.config["SERVER_NAME"] or "localhost")
    assert cookie is not None
    studio.browser.set_cookie("workroom", cookie.value, domain="evil.example")
    return studio.browser, token


def connect_elsewhere(app: Flask, elin: Studio) -> TestResponse:
    """Click Connect under the other host name."""
    browser, token = signed_in_elsewhere(app, elin)
    return browser.post(f"{PAGE}/connect", data={"csrf_token": token}, headers=FOREIGN)


def test_connect_under_a_foreign_name_leads_nowhere(elin: Studio) -> None:
    """Connect under a foreign host name never gives Harvest an address to redirect to."""
    answer = connect_elsewhere(elin.app, elin)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_foreign_name_is_told_also_while_the_database_is_away(
    elin: Studio,
) -> None:
    """Without a database the answer under a foreign host name has no links either."""
    browser, _ = signed_in_elsewhere(elin.app, elin)
    with elin.app.app_context():
        db.metadata.tables["member"].drop(db.engine)
    answer = browser.get("/", headers=FOREIGN)
    assert answer.status_code == 503
    assert "href" not in answer.text


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        (None, ["localhost", "127.0.0.1"]),
        ("", ["localhost", "127.0.0.1"]),
        ("workroom.example", ["workroom.example"]),
        (" a.example , .b.example,", ["a.example", ".b.example"]),
    ],
)
def test_the_demo_takes_its_names_from_the_environment(
    text: str | None, hosts: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The demo trusts the host names of TRUSTED_HOSTS, else the local ones alone."""
    monkeypatch.delenv("TRUSTED_HOSTS", raising=False)
    if text is not None:
        monkeypatch.setenv("TRUSTED_HOSTS", text)
    assert from_environment(str(tmp_path))["TRUSTED_HOSTS"] == hosts


@pytest.mark.parametrize(
    ("setting", "name"),
    [({}, "evil.example"), ({"SERVER_NAME": "workroom.example"}, "workroom.example")],
)
def test_a_host_that_trusts_no_names_should_have_one(
    elin: Studio, setting: dict[str, str], name: str
) -> None:
    """Flask believes any host name unless the host sets one, as the README says."""
    with another(elin.app, TRUSTED_HOSTS=None, **setting) as app:
        answer = connect_elsewhere(app, elin)
    sent = parse_qs(urlsplit(str(answer.location)).query)["redirect_uri"]
    assert sent == [f"http://{name}{PAGE}/callback"]


@pytest.mark.parametrize(
    ("setting", "is_told"),
    [
        ({"TRUSTED_HOSTS": None}, True),
        ({"TRUSTED_HOSTS": []}, True),
        ({"TRUSTED_HOSTS": ["workroom.example"]}, False),
        ({"TRUSTED_HOSTS": None, "SERVER_NAME": "workroom.example"}, False),
    ],
)
def test_doctor_notes_a_site_without_a_name(
    app: Flask, setting: dict[str, object], is_told: bool
) -> None:
    """`doctor` notes a site without a host name, and does not fail for it."""
    with another(app, **setting) as made:
        done = made.test_cli_runner().invoke(args=["harvest", "doctor"])
    assert ("note  Addresses: neither TRUSTED_HOSTS nor SERVER_NAME" in done.output) is is_told
    assert "FAIL  Addresses" not in done.output
