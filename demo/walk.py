"""Steps 1 to 4 of the guide over HTTP, as an admin of a studio takes them with a browser."""

import re
import time
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx

PAGE = "/settings/integrations/harvest"
IMPORT_TIMEOUT = 120.0


class _Fields(HTMLParser):
    """The forms of a page: the CSRF token, the labels, and each select with its options."""

    def __init__(self) -> None:
        super().__init__()
        self.token = ""
        self.options: dict[str, dict[str, str]] = {}
        self.labels: dict[str, str] = {}
        self._select = self._value = self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "input" and attributes.get("name") == "csrf_token":
            self.token = attributes.get("value") or ""
        elif tag == "select" and (name := attributes.get("name")):
            self._select = name
            self.options[name] = {}
        elif tag == "option":
            self._value = attributes.get("value") or ""
        elif tag == "label":
            self._label = (attributes.get("for") or "").removeprefix("wh-")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "option", "label", "bdi"):
            self._value = ""
            self._label = "" if tag in ("label", "bdi") else self._label
            self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._select and self._value:
            name = data.split(" · ")[0].strip()
            self.options[self._select].setdefault(name, self._value)
        elif self._label and data.strip():
            self.labels.setdefault(self._label, data.strip())


def fields(html: str) -> _Fields:
    """Return the forms of a page."""
    found = _Fields()
    found.feed(html)
    return found


class Walker:
    """A person with a browser at Workroom, which `transport` reaches; by default it is a server."""

    def __init__(self, workroom: str, transport: httpx.BaseTransport | None = None) -> None:
        mounts = {workroom: transport} if transport else None
        self.browser = httpx.Client(
            base_url=workroom, follow_redirects=True, timeout=60, mounts=mounts
        )

    def close(self) -> None:
        """Close the browser."""
        self.browser.close()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in to Workroom."""
        token = fields(self.browser.get("/sign-in").text).token
        form = {"email": email, "password": password, "csrf_token": token}
        self.browser.post("/sign-in", data=form).raise_for_status()

    def post(self, path: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        """Send a form of the Harvest page, with its CSRF token."""
        return self.submit(PAGE + path, form, PAGE)

    def submit(
        self, path: str, form: Mapping[str, str] | None = None, page: str = "/"
    ) -> httpx.Response:
        """Send a form to a path of Workroom's, with the CSRF token of a page."""
        token = fields(self.browser.get(page).text).token
        return self.browser.post(path, data={**(form or {}), "csrf_token": token})

    def connect(self, email: str, account: str, decision: str = "authorize") -> httpx.Response:
        """Connect Harvest by its consent screen; return the Settings page or the error."""
        consent = self.post("/connect")
        row = re.search(rf'value="(\d+)"[^>]*> {re.escape(account)}', consent.text)
        if row is None:
            raise LookupError(f"Harvest's screen does not offer {account}")
        form = {"user": email, "account": row[1], "decision": decision}
        return self.browser.post(urljoin(str(consent.url), ""), data=form)

    def map(self, wanted: Mapping[str, str]) -> httpx.Response:
        """Save mappings, given as names in Harvest and their names in Workroom."""
        page = fields(self.browser.get(PAGE).text)
        form = {
            name: page.options[name][wanted[label]]
            for name, label in page.labels.items()
            if name in page.options and label in wanted
        }
        return self.post("/mappings", form)

    def import_days(self, days: Mapping[str, str]) -> dict[str, Any]:
        """Import days (`from`, `to`), wait for the end, and return the run as its JSON object.

        Raises `TimeoutError` after two minutes.
        """
        answer = self.post("/imports", days)
        answer.raise_for_status()
        deadline = time.monotonic() + IMPORT_TIMEOUT
        while time.monotonic() < deadline:
            reply = self.browser.get(answer.url, headers={"Accept": "application/json"})
            run: dict[str, Any] = reply.json()
            if run["status"] not in ("queued", "running"):
                return run
            time.sleep(0.2)
        raise TimeoutError("The import did not end. Is a worker running?")


def panel(run: Mapping[str, Any]) -> str:
    """Return the result panel in the form of the guide."""
    head = f"Imported {run['imported']} of {run['total']} entries ({run['from']} → {run['to']})"
    skipped = [f"- {reason}: {count}" for reason, count in run["skipped"].items()]
    return "\n".join([head, *(["Skipped:", *skipped] if skipped else [])])
