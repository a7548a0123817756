"""Every answer below the plugin's prefix has the security headers; routes come from the URL map.

Workroom asks for the strict policy here. How far it goes without that is for
tests/hosts/test_policies.py to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from demo.walk import PAGE, fields
from tests.resilience.plugin_routes import REFUSALS, routes
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, WholePages
from workroom_harvest.current import State
from workroom_harvest.domain.use_cases.connecting.show_overview import ShowOverview

STRICT = {"HARVEST_CONTENT_SECURITY_POLICY": "strict"}
METHODS = ("GET", "HEAD", "POST", "BREW")
"""BREW stands for the methods that no route has; the long form also tries real ones."""

MORE_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
STRANGE = ("/", "/nothing", "/imports/", "/imports/../x", "/%2e%2e", "/connect/", "//", "/\u202e")
SCRIPT = re.compile(
    r'<script\b(?![^>]*type="application/json")[^>]*>(.*?)</script>', re.DOTALL | re.IGNORECASE
)
"""A script and what is in it. A block of data is never run, and so is none."""

HANDLER = re.compile(r"<[a-z][^>]*\s(on[a-z]+|style)\s*=", re.IGNORECASE)


@pytest.fixture
def app(harvest: LocalHarvest, redis_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Return Workroom, which asks for the strict policy."""
    yield from make_app(f"sqlite:///{tmp_path / 'workroom.sqlite3'}", harvest, redis_url, **STRICT)


def answers(app: Flask, elin: Studio, methods: Sequence[str]) -> Iterator[tuple[str, TestResponse]]:
    """Yield a name and an answer for every visitor, path and method.

    The paths are all routes, static files, and addresses that do not exist. A POST is sent with and
    without the form's token.
    """
    paths = sorted({path for _, path in routes(app)})
    files = [f"{PAGE}/static/workroom_harvest.css", f"{PAGE}/static/none.css"]
    for email in REFUSALS:
        browser = Studio(app, elin.harvest, email, "").browser if email else WholePages(app)
        token = fields(browser.get("/sign-in").text).token
        for path in [*paths, *files, *(PAGE + strange for strange in STRANGE)]:
            for method in methods:
                for form in ({}, {"csrf_token": token}) if method == "POST" else ({},):
                    data: Mapping[str, str] | None = form if method == "POST" else None
                    answer = browser.open(path, method=method, data=data)
                    yield f"{email} {method} {path}", answer


def failed_checks(answer: TestResponse) -> list[str]:
    """Return the names of the checks that an answer fails."""
    headers = answer.headers
    policy = {
        part.split()[0]: part.split()[1:]
        for part in headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    }
    is_file = answer.status_code in (200, 304) and answer.mimetype in (
        "text/css",
        "text/javascript",
    )
    html = answer.text if answer.mimetype == "text/html" else ""
    checks = {
        "no-store": is_file or headers.get("Cache-Control") == "no-store",
        "default-src": policy.get("default-src") == ["'none'"],
        "script-src": policy.get("script-src") == ["'self'"],
        "style-src": policy.get("style-src") == ["'self'"],
        "base-uri": policy.get("base-uri") == ["'none'"],
        "frame-ancestors": policy.get("frame-ancestors") == ["'none'"],
        "form-action": "form-action" in policy,
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "inline script": not any(inside.strip() for inside in SCRIPT.findall(html)),
        "inline handler": not HANDLER.search(html),
    }
    return [name for name, holds in checks.items() if not holds]


def test_every_answer_has_the_security_headers(
    app: Flask, connected: Studio, today: date, request: pytest.FixtureRequest
) -> None:
    """Every answer, of whatever status, forbids caches, frames, inline scripts and foreign sources.

    Only static files may be cached.
    """
    methods = METHODS + (MORE_METHODS if request.config.getoption("--long") else ())
    connected.import_days("2026-01-01", today)
    wrong = {}
    statuses: dict[int, int] = {}
    for name, answer in answers(app, connected, methods):
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if failed_checks(answer):
            wrong[name] = answer.status_code, failed_checks(answer)
    assert wrong == {}
    assert {200, 303, 400, 401, 403, 404, 405} <= set(statuses)
    print(f"\n{sum(statuses.values())} answers: {dict(sorted(statuses.items()))}, 0 without them")


def test_an_unexpected_error_has_the_security_headers(connected: Studio) -> None:
    """A 500 of an unexpected error has the same headers."""
    app = connected.app
    app.config["PROPAGATE_EXCEPTIONS"] = False
    state: State = app.extensions["workroom_harvest"]
    broken = replace(state.use_cases, show_overview=cast(ShowOverview, None))
    app.extensions["workroom_harvest"] = replace(state, use_cases=broken)
    answer = connected.browser.get(PAGE)
    assert answer.status_code == 500
    assert failed_checks(answer) == []


@pytest.mark.parametrize("prefix", ["", "/x"])
def test_the_hosts_own_pages_are_left_alone(connected: Studio, prefix: str) -> None:
    """The host's pages keep their own policy, also at an address that begins like the plugin's."""
    path = f"{PAGE}-{uuid4().hex}" if prefix else "/timelogs"
    policy = connected.browser.get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
