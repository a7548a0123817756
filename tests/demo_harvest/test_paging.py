"""Lists in pages: numbers, cursors and links."""

import base64
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from demo.harvest.api.paging import encode_cursor
from tests.demo_harvest.conftest import Studio


@pytest.mark.parametrize("cursors", [True, False])
def test_links_lead_through_every_entry_once(studio: Studio, cursors: bool) -> None:
    """Links lead through every entry once and keep the filters; cursors have no numbers between."""
    studio.config.cursor_links = cursors
    headers, seen, numbers = studio.headers(), [], []
    url: str | None = "/v2/time_entries?per_page=2&from=2026-03-01"
    while url is not None:
        page = studio.http.get(url, headers=headers).json()
        seen += [one["id"] for one in page["time_entries"]]
        numbers.append(page["page"])
        url = page["links"]["next"]
        assert url is None or re.match(r"http://harvest\.example/v2/time_entries\?", url)
        assert url is None or ("from=2026-03-01" in url and ("cursor=" in url) == cursors)
        assert page["total_pages"] == 3
    assert len(seen) == len(set(seen)) == 5
    assert numbers == ([1, None, 3] if cursors else [1, 2, 3])


@pytest.mark.parametrize("cursors", [True, False])
@pytest.mark.parametrize("path", ["time_entries", "clients", "projects"])
def test_numbers_lead_through_every_page_too(studio: Studio, path: str, cursors: bool) -> None:
    """A request by number is told the next number, whatever form the links have."""
    studio.config.cursor_links = cursors
    for number in range(3):
        studio.world.project(studio.account, f"Cabin {number}", f"Client {number}")
    headers, seen, page = studio.headers(), [], 1
    while page:
        answer = studio.http.get(f"/v2/{path}?per_page=2&page={page}", headers=headers).json()
        seen += [one["id"] for one in answer[path]]
        assert (answer["page"], answer["previous_page"]) == (page, page - 1 or None)
        page = answer["next_page"]
    assert len(seen) == len(set(seen)) == answer["total_entries"] > 3


def test_only_a_cursor_has_no_number(studio: Studio) -> None:
    """Page numbers are null for cursors only, except on the first and the last page."""
    headers, url = studio.headers(), "/v2/time_entries?per_page=2"
    shown = {
        query: studio.http.get(f"{url}{query}", headers=headers).json()
        for query in (
            "",
            "&page=2",
            "&page=9",
            *(f"&cursor={encode_cursor(at)}" for at in (0, 2, 4)),
        )
    }
    numbers = [(one["page"], one["previous_page"], one["next_page"]) for one in shown.values()]
    by_number = [(1, None, 2), (2, 1, 3), (9, 8, None)]
    assert numbers == [*by_number, (1, None, 2), (None, None, None), (3, 2, None)]


def test_links_are_the_recorded_ones(studio: Studio) -> None:
    """Links by number have no `ref`, as recorded; those with cursors tell there where they lead."""
    headers, url = studio.headers(), "http://harvest.example/v2/time_entries"
    studio.config.cursor_links = False
    asked = f"{url}?project_id={studio.project.id}&per_page=2&page=2"
    kept = f"per_page=2&project_id={studio.project.id}"
    assert studio.http.get(asked, headers=headers).json()["links"] == {
        "first": f"{url}?page=1&{kept}",
        "next": f"{url}?page=3&{kept}",
        "previous": f"{url}?page=1&{kept}",
        "last": f"{url}?page=3&{kept}",
    }
    studio.config.cursor_links = True
    links = studio.http.get(asked, headers=headers).json()["links"]
    refs = {name: parse_qs(urlsplit(link).query)["ref"] for name, link in links.items()}
    assert refs == {
        "first": ["first"],
        "next": ["next_cursor"],
        "previous": ["previous_cursor"],
        "last": ["last"],
    }


def test_the_cursor_has_the_documented_form(studio: Studio) -> None:
    """A cursor is Base64 of compact JSON, wins over a page number and may point past the end."""
    headers = studio.headers()
    first = studio.http.get("/v2/time_entries?per_page=2", headers=headers).json()
    (cursor,) = parse_qs(urlsplit(first["links"]["next"]).query)["cursor"]
    assert re.fullmatch(rb'\{"after":\{"id":\d+\}\}', base64.b64decode(cursor))
    second = studio.http.get(
        "/v2/time_entries", params={"per_page": 2, "page": 1, "cursor": cursor}, headers=headers
    ).json()
    assert second["time_entries"][0]["id"] not in [one["id"] for one in first["time_entries"]]
    # The example of the documentation.
    assert encode_cursor(3007) == "eyJhZnRlciI6eyJpZCI6MzAwN319"
    beyond = studio.http.get(f"/v2/time_entries?cursor={encode_cursor(3007)}", headers=headers)
    assert (beyond.status_code, beyond.json()["time_entries"]) == (200, [])


@pytest.mark.parametrize("page", [9, 10**12, 10**30])
def test_a_page_past_the_end_is_empty(studio: Studio, page: int) -> None:
    """A page number past the end gives an empty page, however large it is."""
    answer = studio.http.get(f"/v2/time_entries?page={page}", headers=studio.headers())
    assert (answer.status_code, answer.json()["time_entries"]) == (200, [])
    assert answer.json()["links"]["next"] is None


def test_a_smaller_page_than_asked_for_still_leads_to_every_entry(studio: Studio) -> None:
    """Where pages are limited further, the links still lead through all entries."""
    studio.config.largest_page = 2
    url, sizes = "/v2/time_entries?per_page=2000", []
    while url:
        page = studio.http.get(url, headers=studio.headers()).json()
        assert (page["per_page"], page["total_pages"], page["total_entries"]) == (2, 3, 5)
        sizes.append(len(page["time_entries"]))
        url = page["links"]["next"]
    assert sizes == [2, 2, 1]


def test_more_than_2000_a_page_is_a_422(studio: Studio) -> None:
    """More records per page than the documented maximum are refused."""
    answer = studio.http.get("/v2/time_entries?per_page=2001", headers=studio.headers())
    assert answer.status_code == 422
