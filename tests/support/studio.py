"""Somebody of a studio at Workroom's pages, without a network between them."""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, fields
from demo.workroom.models import Member, Timelog, db
from demo.workroom.seed import PASSWORD
from tests.support.servers import LocalHarvest
from workroom_harvest.current import use_cases

TIMEOUT = 60.0
"""Seconds after which a run does not end."""

TRUST = httpx.create_ssl_context()
"""Read once: it takes longer than most of what is asked."""


class WholePages(FlaskClient):
    """A browser that reads each page to its end, also one that is streamed."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request."""
        return super().open(*arguments, **options, buffered=True)


class Studio:
    """A member with a browser session, and what a worker would do for them."""

    def __init__(self, app: Flask, harvest: LocalHarvest, email: str, account: str) -> None:
        self.app = app
        self.harvest = harvest
        self.email = email
        self.account = account
        self.browser = WholePages(app)
        self.sign_in()

    def sign_in(self) -> None:
        """A fresh session."""
        token = fields(self.browser.get("/sign-in").text).token
        form = {"email": self.email, "password": PASSWORD, "csrf_token": token}
        assert self.browser.post("/sign-in", data=form).status_code == 303

    @property
    def member(self) -> Member:
        """The member's row."""
        with self.app.app_context():
            found = db.session.scalar(select(Member).filter_by(email=self.email))
            assert found is not None
            db.session.expunge(found)
            return found

    @property
    def studio_id(self) -> str:
        """The studio's id as the plugin knows it."""
        return str(self.member.studio_id)

    def page(self, path: str = "") -> str:
        """A page of the plugin's."""
        return self.browser.get(PAGE + path).text

    def token(self) -> str:
        """The token of the session's forms, from a page that is always there."""
        return fields(self.browser.get("/").text).token

    def post(self, path: str, form: Mapping[str, str] | None = None) -> TestResponse:
        """Send one of the plugin's forms."""
        return self.browser.post(PAGE + path, data={**(form or {}), "csrf_token": self.token()})

    def consent(self, **form: str) -> str:
        """Set out for Harvest and decide there; the address that the browser is sent back to."""
        answer = self.post("/connect")
        assert answer.status_code == 303, answer.text
        named = self.harvest.world.accounts.values()
        account = next((str(one.id) for one in named if one.name == self.account), "")
        decided = {"user": self.email, "account": account, "decision": "authorize", **form}
        back = httpx.post(answer.location, data=decided, verify=TRUST)
        assert back.status_code == 302, back.text
        return back.headers["Location"]

    def come_back(self, location: str) -> TestResponse:
        """Follow Harvest's redirect to our callback."""
        parts = urlsplit(location)
        return self.browser.get(f"{parts.path}?{parts.query}")

    def come_back_to_the_page(self, location: str) -> str:
        """Follow Harvest's redirect to our callback, and ours to the page."""
        return self.browser.get(str(self.come_back(location).location)).text

    def connect(self, **form: str) -> TestResponse:
        """Connect, through consent and back; the page that follows."""
        self.come_back(self.consent(**form))
        return self.browser.get(PAGE)

    def connect_account(self, name: str, user: str = "claire@moreau.example") -> str:
        """Consent to the Harvest account of that name, as its user; the page that follows."""
        accounts = self.harvest.world.accounts.values()
        account = next(one for one in accounts if one.name == name)
        return self.connect(user=user, account=str(account.id)).text

    def confirm_account(self) -> str:
        """Take the other Harvest account that the page asks about; the page that follows."""
        answer = self.post("/connect/confirm")
        assert answer.status_code == 303, answer.text
        return self.page()

    def let_lists_age(self) -> None:
        """Let the minute pass in which Harvest is not asked for its lists again."""
        self._change_connection(lists_asked_at=None)

    def forget_lists(self) -> None:
        """Let it be as if Harvest's lists had never been read."""
        self._change_connection(lists_asked_at=None, lists_read_at=None)

    def _change_connection(self, **values: object) -> None:
        with self.app.app_context():
            table = db.metadata.tables["workroom_harvest_connections"]
            mine = update(table).where(table.c.studio_id == self.studio_id)
            db.session.execute(mine.values(values))
            db.session.commit()

    def map(self, names: Mapping[str, str] = MAPPINGS) -> TestResponse:
        """Map by name."""
        return self.post("/mappings", self.choices(names))

    def choices(self, names: Mapping[str, str]) -> dict[str, str]:
        """Return the form of the mapping table with what is chosen by name."""
        page = fields(self.page())
        return {
            name: page.options[name][names[label]]
            for name, label in page.labels.items()
            if name in page.options and label in names
        }

    def start_import(self, first: object, last: object) -> str:
        """Click; the run's id."""
        answer = self.post("/imports", {"from": str(first), "to": str(last)})
        assert answer.status_code == 303, answer.text
        return str(answer.location).rsplit("/", 1)[1]

    def work(self, run_id: str) -> None:
        """Do what a worker does with the run until it is over, and wait for its next tries."""
        until = time.monotonic() + TIMEOUT
        with self.app.app_context():
            while time.monotonic() < until:
                run = use_cases().perform_import(run_id)
                if run is None or run.is_over:
                    return
                time.sleep(0.01)
        raise AssertionError("the run does not end")

    def run(self, run_id: str) -> dict[str, Any]:
        """The run as JSON."""
        answer = self.browser.get(
            f"{PAGE}/imports/{run_id}", headers={"Accept": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def import_days(self, first: object, last: object) -> dict[str, Any]:
        """Click, work, and look at the result."""
        run_id = self.start_import(first, last)
        self.work(run_id)
        return self.run(run_id)

    def timelogs(self) -> Sequence[Timelog]:
        """The studio's timelogs with all they refer to, by their stamp."""
        with self.app.app_context():
            mine = select(Timelog).filter_by(studio_id=self.member.studio_id)
            found = list(db.session.scalars(mine.order_by(Timelog.harvest_entry_id)))
            for log in found:
                _ = (log.project.name, log.activity_type.name, log.member.email)
            db.session.expunge_all()
            return found

    def stamps(self) -> list[int | None]:
        """The stamps of the studio's timelogs, in order: all that counting takes."""
        with self.app.app_context():
            mine = select(Timelog.harvest_entry_id).filter_by(studio_id=self.member.studio_id)
            return list(db.session.scalars(mine.order_by(Timelog.harvest_entry_id)))


def query(location: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def text_of(html: str) -> str:
    """A page as somebody reads it, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", shown(html))))


def shown(html: str) -> str:
    """Return a page without what its script alone reads."""
    return re.sub(r"<(script|template)\b.*?</\1>", " ", html, flags=re.DOTALL)
