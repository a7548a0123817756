"""Faults on request strike at the chosen endpoint and page, as often as was asked."""

import json

import httpx
import pytest

from tests.demo_harvest.conftest import Studio


def ask(studio: Studio, kind: str, query: str = "per_page=2") -> httpx.Response:
    """Return the answer for time entries with a fault set at their first page, once."""
    headers = studio.headers()
    studio.http.post("/_control/faults", json={"fault": f"time_entries:1:{kind}:1"})
    return studio.http.get(f"/v2/time_entries?{query}", headers=headers)


@pytest.mark.parametrize("status", [401, 403, 404, 409, 422, 429, 500, 502, 503])
def test_a_status_strikes_once(studio: Studio, status: int) -> None:
    """A fault that was asked for once leaves the next call alone."""
    assert ask(studio, str(status)).status_code == status
    assert studio.http.get("/v2/time_entries", headers=studio.headers()).status_code == 200


def test_another_page_is_left_alone(studio: Studio) -> None:
    """A fault for page 1 leaves page 2 alone."""
    assert ask(studio, "500", "per_page=2&page=2").status_code == 200


@pytest.mark.parametrize("how", ["fields", "text"])
def test_another_account_is_left_alone(studio: Studio, how: str) -> None:
    """A fault for one account leaves the requests for others alone."""
    mine = studio.account.id
    for account, status in ((mine + 1, 200), (mine, 503)):
        fields = {"endpoint": "*", "page": 0, "kind": "503", "times": -1, "account": account}
        fault = fields if how == "fields" else {"fault": f"*:0:503:-1:{account}"}
        studio.http.post("/_control/faults", json=fault).raise_for_status()
        headers = studio.headers()
        assert studio.http.get("/v2/time_entries", headers=headers).status_code == status
        assert studio.http.get("/v2/users", headers=headers).status_code == status


@pytest.mark.parametrize("kind", ["truncated-json", "empty", "html"])
def test_bodies_that_are_no_json(studio: Studio, kind: str) -> None:
    """Faults of the body answer with status 200 and no JSON of Harvest's."""
    answer = ask(studio, kind)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_json_that_is_wrong(studio: Studio) -> None:
    """Each fault of the payload changes the page in its own way."""
    assert "links" not in ask(studio, "no-links").json()
    assert "time_entries" not in ask(studio, "no-list").json()
    assert ask(studio, "nulls").json()["time_entries"][0] is None
    assert len(ask(studio, "duplicates").json()["time_entries"]) == 4
    assert isinstance(ask(studio, "wrong-types").json()["time_entries"][0]["id"], str)
    assert "NaN" in ask(studio, "nan").text
    assert "harvest.example" not in ask(studio, "foreign-link").json()["links"]["next"]


def test_one_byte_of_one_note_is_no_utf_8(studio: Studio) -> None:
    """A byte that is no UTF-8 spoils one note; the rest of the page can be read."""
    whole = studio.http.get("/v2/time_entries?per_page=2", headers=studio.headers()).json()
    body = ask(studio, "bad-byte").content
    assert body.count(b"\xff") == 1
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    first, *others = json.loads(body.decode("utf-8", "replace"))["time_entries"]
    assert first == {**whole["time_entries"][0], "notes": "Caf\ufffd bill"}
    assert others == whole["time_entries"][1:]


def test_a_reset_breaks_the_exchange(studio: Studio) -> None:
    """A reset sends less than was announced; without a port it is the exception itself."""
    with pytest.raises(ConnectionResetError):
        ask(studio, "reset")


def test_requests_are_counted(studio: Studio) -> None:
    """Requests are counted by endpoint, with the headers of the last one."""
    studio.http.get("/v2/time_entries", headers=studio.headers())
    stats = studio.http.get("/_control/stats").json()
    assert stats["requests"]["time_entries"] == 1
    assert stats["last_headers"]["time_entries"]["User-Agent"].startswith("Tests")
