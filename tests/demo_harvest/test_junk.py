"""The local Harvest answers whatever is sent, without breaking down or showing a traceback."""

import base64
import json
import random
from typing import Any
from urllib.parse import quote

import pytest

from tests.demo_harvest.conftest import BACK, CLIENT, Studio

DEEP = "[" * 40_000
LONG = "9" * 5000
JUNK = (
    *("", "0", "-1", "1e400", "NaN", "²", "٣", LONG, "\x00", "\r\nX: 1", "💥" * 50, "true", "null"),
    *("[]", "{}", "../..", "%", "2026-13-45", "0001-01-01", "9999-12-31T23:59:59-23:59"),
    *("0001-01-01T00:00:00+23:59", "2026-W10-1", "http://[", "http://127.0.0.1]", "'", "\ud7ff"),
)
NAMES = (
    *("from", "to", "updated_since", "page", "per_page", "cursor", "user_id", "client_id", "ref"),
    *("project_id", "task_id", "is_running", "is_billed", "is_active", "external_reference_id"),
)
LISTS = ("time_entries", "projects", "clients", "users/me", "users/me/project_assignments")


def cursor(text: str) -> str:
    """Return a cursor around any value."""
    return base64.urlsafe_b64encode(text.encode()).decode()


CURSORS = (
    *("null", "7", "[]", '{"after":7}', '{"after":{"id":null}}', '{"after":{"id":-5}}', DEEP),
    *(f'{{"after":{{"id":{number}}}}}' for number in ("1e400", "NaN", "1.5", LONG, '"x"', "[]")),
)


@pytest.mark.parametrize("path", LISTS)
def test_any_filter(studio: Studio, path: str) -> None:
    """Any filter gives a list, or a refusal with a reason."""
    headers = studio.headers()
    for name in NAMES:
        for value in JUNK:
            answer = studio.http.get(f"/v2/{path}?{name}={quote(value)}", headers=headers)
            assert answer.status_code in (200, 400, 422), (name, value, answer.status_code)
            assert answer.json()


def test_any_cursor(studio: Studio) -> None:
    """A forged, truncated or huge cursor gives a page, or a refusal with a reason."""
    headers = studio.headers()
    for text in CURSORS:
        answer = studio.http.get(f"/v2/time_entries?cursor={cursor(text)}", headers=headers)
        assert answer.status_code in (200, 422), text[:40]


@pytest.mark.parametrize(
    "name", ["Harvest-Account-Id", "Authorization", "User-Agent", "Host", "Content-Type"]
)
def test_any_header(studio: Studio, name: str) -> None:
    """Any header is answered, as a mistake of the client where it is one."""
    for value in (
        "",
        " ",
        "0",
        "-1",
        LONG,
        "a b",
        "Bearer",
        "Bearer  ",
        "Basic eDp5",
        "[::",
    ):
        headers = {**studio.headers(), name: value}
        status = studio.http.get("/v2/time_entries", headers=headers).status_code
        assert status in (200, 400, 401, 404), (name, value)


VALUES: tuple[Any, ...] = (
    *(None, [], {}, {"id": []}, 1e308, 10**30, -1, 0.004, True, "²", "\ud800", "x" * 10_000),
)
FIELDS = (
    *("project_id", "task_id", "user_id", "spent_date", "hours", "notes", "external_reference"),
    *(
        "client_id",
        "client_secret",
        "code",
        "refresh_token",
        "grant_type",
        "token",
        "kind",
        "times",
    ),
)
BODIES = (
    *("", "{", "null", "[]", "7", '"x"', "\x00", DEEP, '{"a":' * 20_000),
    f'{{"project_id":{LONG}}}',
    *(json.dumps({field: value}) for field in FIELDS for value in VALUES),
)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/x"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2/time_entries"),
        ("PATCH", "/v2/time_entries/2380504951/stop"),
        ("POST", "/api/v2/oauth2/token"),
        ("POST", "/oauth2/revoke"),
        ("POST", "/_control/faults"),
        ("POST", "/_control/config"),
        ("POST", "/_control/clock"),
        ("POST", "/_control/entries"),
        ("PATCH", "/_control/entries/2380504951"),
        ("PATCH", "/_control/users/4000001"),
        ("PATCH", "/_control/accounts/1000002"),
    ],
)
def test_any_body(studio: Studio, method: str, path: str, kind: str) -> None:
    """A body that is no form and no JSON, too deep or of wrong types is answered."""
    headers = {**studio.headers(), "Content-Type": kind}
    for body in BODIES:
        answer = studio.http.request(method, path, content=body, headers=headers)
        assert answer.status_code < 500, body[:60]
        assert "Traceback" not in answer.text
    del headers["Content-Type"]
    assert studio.http.get("/v2/time_entries", headers=headers).is_success


def test_any_value_of_a_new_entry(studio: Studio) -> None:
    """Any value of a new entry is refused with a reason, or stored and shown in lists."""
    headers, dice = {**studio.headers(), "Content-Type": "application/json"}, random.Random(7)
    good = {"project_id": studio.project.id, "task_id": studio.task.id, "spent_date": "2026-03-02"}
    keys = (*good, "hours", "notes", "user_id", "external_reference")
    for _ in range(300):
        body = {**good, **{key: dice.choice(VALUES) for key in dice.sample(keys, 2)}}
        answer = studio.http.post("/v2/time_entries", content=json.dumps(body), headers=headers)
        assert answer.status_code in (201, 422), body
    page = studio.http.get("/v2/time_entries", headers=headers)
    assert page.json()["total_entries"] > 5


@pytest.mark.parametrize("name", ["redirect_uri", "response_type", "client_id", "state"])
def test_any_consent(studio: Studio, name: str) -> None:
    """Any request for consent is redirected back, or answered with a reason."""
    params = {"client_id": "local-client", "response_type": "code", "redirect_uri": BACK}
    for value in (
        *JUNK,
        "http://127.0.0.1\r\nX: 1",
        "http://127.0.0.1:port/",
        "http://127.0.0.1/#a",
    ):
        for method in ("GET", "POST"):
            answer = studio.http.request(
                method, "/oauth2/authorize", params={**params, name: value}
            )
            assert answer.status_code in (200, 302, 400), (name, value)
            assert "X" not in answer.headers


@pytest.mark.parametrize("value", JUNK)
def test_any_choice_at_the_consent(studio: Studio, value: str) -> None:
    """A consent form that somebody changed is redirected back, or answered with a reason."""
    assert studio.consent(account=value).status_code in (302, 400)
    assert studio.consent(email=value).status_code == 400
    answer = studio.exchange(grant_type="authorization_code", code=value)
    assert answer.json()["error"] == "invalid_grant"
    answer = studio.exchange(grant_type="refresh_token", refresh_token=value)
    assert answer.json()["error"] == "invalid_grant"
    wrong = {**CLIENT, "client_secret": value}
    assert studio.http.post("/api/v2/oauth2/token", data=wrong).status_code == 401
