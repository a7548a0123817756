"""How far the plugin's Content-Security-Policy goes, by the host's layout, policy and setting."""

from collections.abc import Callable, Iterator

import pytest
from flask import Response, after_this_request
from werkzeug.test import Client, TestResponse

from demo.walk import PAGE
from tests.hosts.atelier import POLICY, Atelier
from tests.support.second_host import SecondHost
from tests.support.servers import LocalHarvest


@pytest.fixture
def make(host_settings: dict[str, str]) -> Iterator[Callable[..., SecondHost]]:
    """Return a maker of hosts, which are closed in the end."""
    made: list[SecondHost] = []

    def of(kind: Callable[..., SecondHost], policy: str | None = None, **more: str) -> SecondHost:
        own = {"policy": policy} if policy else {}
        host = kind({**host_settings, **more}, **own)
        with host.app.app_context():
            host.db.create_all()
        made.append(host)
        return host

    yield of
    for host in made:
        host.close()


def asked(host: SecondHost, path: str = "", **headers: str) -> TestResponse:
    """Return the answer to a request for one of the plugin's pages."""
    return Client(host.app).get(PAGE + path, headers=headers, buffered=True)


def policy(answer: TestResponse) -> dict[str, str]:
    """Return the directives of an answer's one policy, by name."""
    (text,) = answer.headers.getlist("Content-Security-Policy")
    parts = (part.strip().partition(" ") for part in text.split(";"))
    return {name: values for name, _, values in parts}


def is_strict(found: dict[str, str]) -> bool:
    """Return whether nothing runs or is loaded but the site's own files."""
    return found.get("default-src") == "'none'" and found.get("script-src") == "'self'"


Make = Callable[..., SecondHost]


def test_a_hosts_layout_gets_only_what_stops_none_of_its_scripts(
    make: Make, harvest: LocalHarvest
) -> None:
    """In a layout of the host's, the policy is about forms, frames and the base, and no more."""
    page = asked(make(Atelier))
    assert "dataset.script" in page.text
    assert policy(page) == {
        "base-uri": "'self'",
        "frame-ancestors": "'none'",
        "form-action": f"'self' {harvest.url}",
    }


def test_an_answer_without_a_layout_is_strict_in_any_host(make: Make) -> None:
    """A file has no scripts of the host's, and keeps the strict policy beside a host's layout."""
    assert is_strict(policy(asked(make(Atelier), "/static/harvest.css")))


def test_a_page_in_the_plugins_own_layout_is_strict(make: Make) -> None:
    """Without a layout of the host's, nothing runs but the plugin's own files."""
    found = policy(asked(make(SecondHost)))
    assert is_strict(found)
    assert {"form-action", "frame-ancestors"} <= set(found)


def test_the_hosts_own_page_for_an_address_that_is_none_keeps_its_scripts(make: Make) -> None:
    """Where no route below the prefix matches, the host answers with a page of its own."""
    answer = asked(make(SecondHost), "/nothing")
    assert answer.status_code == 404
    assert not is_strict(policy(answer))
    assert "frame-ancestors" in policy(answer)


def test_a_policy_of_the_hosts_is_neither_changed_nor_added_to(make: Make) -> None:
    """A policy that the host names after each request is the only one, though it is a default."""
    for path in ("", "/static/harvest.css", "/nothing", f"/imports/{'0' * 32}"):
        answer = asked(make(Atelier, POLICY), path)
        assert answer.headers.getlist("Content-Security-Policy") == [POLICY], path


@pytest.mark.parametrize("kind", [SecondHost, Atelier])
def test_a_policy_that_is_asked_for_holds_on_every_page(make: Make, kind: type[SecondHost]) -> None:
    """`strict` is strict in a host's layout, and `minimal` minimal on the plugin's own."""
    strict = make(kind, HARVEST_CONTENT_SECURITY_POLICY="strict")
    minimal = make(kind, HARVEST_CONTENT_SECURITY_POLICY="minimal")
    assert is_strict(policy(asked(strict)))
    assert is_strict(policy(asked(strict, "/nothing")))
    assert set(policy(asked(minimal))) == {"base-uri", "frame-ancestors", "form-action"}


def test_a_strict_policy_that_is_asked_for_comes_before_a_hosts_default(make: Make) -> None:
    """`strict` holds where the host gives all pages that have no policy a default one."""
    assert is_strict(policy(asked(make(Atelier, POLICY, HARVEST_CONTENT_SECURITY_POLICY="strict"))))


def test_a_policy_that_the_host_gave_first_comes_before_a_strict_one(make: Make) -> None:
    """What the host chose for the request itself is kept, whatever the setting says."""
    host = make(Atelier, HARVEST_CONTENT_SECURITY_POLICY="strict")

    @host.app.before_request
    def own_policy() -> None:
        @after_this_request
        def add(response: Response) -> Response:
            response.headers["Content-Security-Policy"] = "img-src *"
            return response

    assert policy(asked(host)) == {"img-src": "*"}
