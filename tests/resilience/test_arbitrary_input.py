"""Arbitrary forms, queries, paths and bodies never cause an error of the server."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.resilience.plugin_routes import routes
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

texts = st.text(max_size=30) | st.sampled_from(
    ["2026-06-01", "0000-00-00", "-1", "1" * 400, "\x00"]
)
names = st.sampled_from(
    [
        "from",
        "to",
        "on",
        "page",
        "plain",
        "state",
        "code",
        "scope",
        "error",
        "project-1",
        "task-2",
        "project-99999999999999999999",
        "was-project-1",
        "project-0",
        "task-",
    ]
) | st.text(max_size=10)


forms = st.dictionaries(names, texts, max_size=6)


segments = st.sampled_from(["\0", "%00", "\ud800", "'", "0" * 32, "x" * 5000, "..", "é"]) | texts


bodies = st.recursive(
    st.none() | st.integers() | texts, lambda some: st.lists(some) | st.dictionaries(names, some)
)


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio, on either database, that all examples share."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


@given(form=forms, query=forms, segment=segments, body=bodies)
@examples(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_form_and_no_query_breaks_a_route(
    studio: Studio, form: dict[str, str], query: dict[str, str], segment: str, body: Any
) -> None:
    """Arbitrary input is answered with a status below 500, and a JSON body with a 415."""
    token = studio.token()
    for method, path in routes(studio.app, quote(segment, safe="", errors="surrogatepass")):
        if path.endswith(("/disconnect", "/connect")):
            continue
        data = {**form, "csrf_token": token} if method == "POST" else None
        answer = studio.browser.open(path, method=method, data=data, query_string=query)
        assert answer.status_code < 500, (method, path, form, query)
        if method == "POST":
            headers = {"X-CSRFToken": token}
            answer = studio.browser.post(
                path, data=json.dumps(body), content_type="application/json", headers=headers
            )
            # With nothing in place of an id it is no route at all.
            assert answer.status_code == 415 or "//" in path, (path, body)
