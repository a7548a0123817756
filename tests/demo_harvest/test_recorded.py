"""The local answers beside recorded ones: they have the same keys, types and errors."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.demo_harvest.conftest import Studio

RECORDED = Path(__file__).parent.parent / "recorded"
GONE = {
    "is_admin",
    "is_project_manager",
    "can_see_rates",
    "can_create_invoices",
}
"""In the users of 2019, no longer in today's."""


def recorded(name: str) -> dict[str, Any]:
    """Return the recording whose file begins so."""
    (path,) = RECORDED.glob(f"{name}_*.json")
    return dict(json.loads(path.read_text("utf-8")))


def differing(real: Any, local: Any, where: str = "") -> list[str]:
    """Return the keys that are missing and the types that differ; null fits any type."""
    if isinstance(real, dict) and isinstance(local, dict):
        gone = GONE if not where else set()
        found = [f"{where}.{key} is missing" for key in real.keys() - local.keys() - gone]
        for key in real.keys() & local.keys():
            found += differing(real[key], local[key], f"{where}.{key}")
        return found
    if isinstance(real, list) and isinstance(local, list):
        return differing(real[0], local[0], f"{where}[]") if real and local else []
    if real is None or local is None or type(real) is type(local):
        return []
    return [f"{where} is {type(local).__name__}, recorded as {type(real).__name__}"]


@pytest.mark.parametrize(
    ("name", "path", "email"),
    [
        ("07", "time_entries", "ada@x.example"),
        ("17", "users/me", "mo@x.example"),
        ("18", "users/me", "ada@x.example"),
        ("20", "projects", "ada@x.example"),
        ("21", "tasks", "ada@x.example"),
    ],
)
def test_replies_have_the_recorded_shape(studio: Studio, name: str, path: str, email: str) -> None:
    """No recorded key is missing, and none has another type; newer keys may be added."""
    local = studio.http.get(f"/v2/{path}", headers=studio.headers(email)).json()
    assert differing(recorded(name)["body"], local) == []


def test_one_entry_has_the_recorded_shape(studio: Studio) -> None:
    """An entry has the keys of the recording of 2024, which those of 2019 lack."""
    (first, *_) = studio.world.entries[studio.account.id]
    local = studio.http.get(f"/v2/time_entries/{first.id}", headers=studio.headers()).json()
    real = recorded("02")["body"]
    assert differing(real, local) == []
    assert local.keys() - real.keys() == {"approval_status"}


def test_money_is_absent_for_a_member(studio: Studio) -> None:
    """The rate keys are absent for a Member, as in the recorded pair of answers."""
    money = {"default_hourly_rate", "cost_rate"}
    local = studio.http.get("/v2/users/me", headers=studio.headers("mo@x.example")).json()
    assert not money & local.keys()
    assert not money & recorded("17")["body"].keys()
    assert money <= recorded("18")["body"].keys()


@pytest.mark.parametrize(
    ("name", "path", "email", "token"),
    [
        ("10", "users/me", "ada@x.example", "nobody's"),
        ("11", "clients", "mo@x.example", None),
        ("12", "time_entries/9999999999", "ada@x.example", None),
        (
            "26",
            "time_entries?updated_since=2020-05-03T14:43:13B02:00",
            "ada@x.example",
            None,
        ),
    ],
)
def test_errors_are_the_recorded_ones(
    studio: Studio, name: str, path: str, email: str, token: str | None
) -> None:
    """Errors have the recorded status, body, and headers that a client reads."""
    headers = studio.headers(email)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    local, real = studio.http.get(f"/v2/{path}", headers=headers), recorded(name)
    assert (local.status_code, local.json()) == (real["status"]["code"], real["body"])
    for header in ("Www-Authenticate", "Hint"):
        assert local.headers.get(header) == real["headers"].get(header, [None])[0]


@pytest.mark.parametrize("retry_after", [True, False])
def test_too_many_requests_is_an_empty_page(studio: Studio, retry_after: bool) -> None:
    """A 429 has an empty body; its Retry-After, promised but not recorded, is an option."""
    headers = studio.headers()
    studio.config.rate_limit, studio.config.retry_after = 1, retry_after
    studio.http.get("/v2/users/me", headers=headers)
    local, real = studio.http.get("/v2/users/me", headers=headers), recorded("16")
    assert (local.status_code, local.text) == (real["status"]["code"], real["body"])
    assert local.headers["Content-Type"].startswith("text/html")
    assert ("Retry-After" in local.headers) == retry_after
