"""What is tried on the pages, the links and the queue; what is kept."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import select, update

from demo.walk import PAGE, fields
from demo.workroom import models
from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, WholePages
from workroom_harvest.adapters.clock import SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.retries import RetryPolicy
from workroom_harvest.adapters.rq.jobs import HarvestQueue
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import Credentials

WHO = {
    "elin@lindqvist.example": None,
    "jonas@lindqvist.example": None,
    "mira@lindqvist.example": 403,
    "nora@nordform.example": 403,
    "": 401,
}
HOSTILE = [
    "https://evil.example/v2/time_entries",
    "http://api.example:81/v2/time_entries",
    "https://api.example:444/v2/time_entries",
    "http://api.example.evil.example/v2/time_entries",
    "https://api.example.evil.example/v2/time_entries",
    "https://api.example@evil.example/v2/time_entries",
    "https://user:pass@api.example/v2/time_entries",
    "https://evil.example#@api.example/v2/time_entries",
    "https://evil.example\\@api.example/v2/time_entries",
    "https://api.example\\.evil.example/v2/time_entries",
    "//evil.example/v2/time_entries",
    "///evil.example/v2/time_entries",
    "/v2/time_entries?page=2",
    "v2/time_entries?page=2",
    "?page=2",
    "https://api.example/v2/../../elsewhere",
    "https://api.example/v2/%2e%2e/elsewhere",
    "https://api.example//evil.example/",
    "https://127.0.0.1/v2/time_entries",
    "https://[::1]/v2/time_entries",
    "https://2130706433/v2/time_entries",
    "https://api\u3002example/v2/time_entries",
    "https://\u0430pi.example/v2/time_entries",
    "https://api.example\u200b/v2/time_entries",
    "ftp://api.example/v2/time_entries",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://api.example/v2/time_entries\r\nHost: evil.example",
    " https://evil.example/",
    "https://api.example /v2/time_entries",
    "https:evil.example/v2",
    "",
]


def routes(app: Flask, run_id: str = "f" * 32) -> list[tuple[str, str]]:
    """Every route of the plugin with each of its methods, from the map itself."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("workroom_harvest.") and "static" not in rule.endpoint:
            path = rule.rule.replace("<run_id>", run_id)
            found += [
                (method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})
            ]
    return found


def test_roles_by_plans_by_routes(app: Flask, elin: Studio) -> None:
    """Whoever may not is told so on every route and method, new ones included."""
    cells = 0
    for email, refusal in WHO.items():
        browser = Studio(app, elin.harvest, email, "").browser if email else WholePages(app)
        token = fields(browser.get("/sign-in").text).token
        for method, path in routes(app):
            form = {"csrf_token": token} if method == "POST" else None
            status = browser.open(path, method=method, data=form).status_code
            assert status == refusal if refusal else status not in (401, 403, 500), (email, path)
            cells += 1
    print(f"\n{cells} cells of the authorization matrix")
    assert cells == len(WHO) * len(routes(app)) >= 45


def test_another_studios_run_is_like_an_unknown_one(connected: Studio, today: date) -> None:
    """404, word for word, as a page and as JSON."""
    run_id = connected.start_import(today, today)
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    for accept in ("text/html", "application/json"):
        answers = [
            claire.browser.get(f"{PAGE}/imports/{one}", headers={"Accept": accept})
            for one in (run_id, uuid4().hex)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        # The token of the frame's own form holds the second in which it was made.
        known, unknown = (one.text.replace(fields(one.text).token, "") for one in answers)
        assert known == unknown


def test_another_studios_project_is_an_unknown_one(connected: Studio) -> None:
    """A message at the field, nothing changed."""
    with connected.app.app_context():
        foreign = db.session.scalar(select(models.Project.id).filter_by(name="Maison Biarritz"))
    villa = next(p for p in connected.harvest.world.projects.values() if p.name == "Villa Sandhamn")
    before = pairs(connected.app)
    answer = connected.post("/mappings", {f"project-{villa.id}": str(foreign)})
    assert answer.status_code == 422
    assert f'id="wh-project-{villa.id}-problem"' in answer.text
    assert pairs(connected.app) == before


def pairs(app: Flask) -> list[Any]:
    """All project pairs."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_project_pairs"]
        return list(db.session.execute(select(table).order_by(table.c.harvest_id)).all())


def test_posts_without_a_token_or_with_a_foreign_one_change_nothing(connected: Studio) -> None:
    """And a GET on such a route is none."""
    before = pairs(connected.app)
    for method, path in routes(connected.app):
        if method != "POST":
            continue
        for form in ({}, {"csrf_token": "IjEyMzQi.aaaa.bbbb"}):
            assert connected.browser.post(path, data=form).status_code == 400, path
    assert pairs(connected.app) == before
    assert "Connected" in connected.page()
    for path in ("/disconnect", "/automated-sync", "/connect"):
        assert connected.browser.get(PAGE + path).status_code == 405


@pytest.mark.parametrize(
    "change",
    ["without", "wrong", "replayed", "expired", "other member", "other studio", "other browser"],
)
def test_a_callback_that_is_not_ours_is_refused_and_the_code_never_exchanged(
    elin: Studio, harvest: LocalHarvest, change: str
) -> None:
    """The state is a one-time row, bound to the session, the member and the studio."""
    location = elin.consent()
    someone = elin
    if change == "without":
        location = location.partition("&state=")[0]
    elif change == "wrong":
        location += "x"
    elif change == "replayed":
        elin.come_back(location)
        elin.post("/disconnect")
    elif change == "expired":
        with elin.app.app_context():
            table = db.metadata.tables["workroom_harvest_authorization_requests"]
            db.session.execute(update(table).values(expires_at=datetime(2020, 1, 1, tzinfo=UTC)))
            db.session.commit()
    else:
        email = {
            "other member": "jonas@lindqvist.example",
            "other studio": "claire@moreau.example",
            "other browser": "elin@lindqvist.example",
        }[change]
        someone = Studio(elin.app, harvest, email, "Studio Lindqvist")
    harvest.state.requests.clear()
    someone.come_back(location)
    assert harvest.state.requests["token"] == 0
    assert "does not belong to a connection that you started here" in someone.page()
    with elin.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        assert db.session.execute(select(table)).all() == []


def test_denied_at_harvest_is_said_and_stores_nothing(elin: Studio) -> None:
    """The browser comes back with error=access_denied."""
    elin.come_back(elin.consent(decision="deny"))
    assert "access was denied there" in elin.page()
    assert "Connect Harvest" in elin.page()


def test_hostile_links_are_never_followed() -> None:
    """The bearer token never leaves the configured origin; redirects are not followed."""
    asked: list[str] = []
    for link in HOSTILE:

        def answer(request: httpx.Request, link: str = link) -> httpx.Response:
            asked.append(str(request.url))
            page = {"time_entries": [], "links": {"next": link}, "total_entries": 0}
            return httpx.Response(200, content=json.dumps(page).encode())

        reader = HttpHarvestApi(
            api_url="https://api.example/v2",
            user_agent="tests",
            clock=SystemClock(),
            random=SystemRandom(),
            policy=RetryPolicy(tries=1, seconds=5, per_try=5),
            transport=httpx.MockTransport(answer),
        )
        window = Period(date(2026, 6, 1), date(2026, 6, 2))
        for start in (None, link):
            with pytest.raises(MalformedResponse):
                reader.entries(Credentials(1, "canary"), window, start, lambda: None)
    assert all(url.startswith("https://api.example/v2/time_entries?from=") for url in asked)
    print(f"\n{len(HOSTILE)} hostile links, 0 requests elsewhere")


def forged(folder: Path) -> Iterator[dict[str, Any]]:
    """Jobs that the plugin never made; each would leave a file."""
    touch = f"touch {folder / 'executed'}"
    ours = "workroom_harvest.adapters.rq.jobs.perform_import"
    run_id = "0" * 32
    yield {"data": pickle.dumps(("os.system", None, (touch,), {}))}
    yield {"data": json.dumps(["os.system", None, [touch], {}])}
    yield {"data": json.dumps(["subprocess.getoutput", None, [touch], {}])}
    yield {"data": json.dumps(["system", "os", [touch], {}])}
    yield {"data": json.dumps([ours, None, [touch], {}])}
    yield {"data": json.dumps([ours, None, [run_id, touch], {}])}
    yield {"data": json.dumps([ours, None, [run_id], {"command": touch}])}
    yield {"data": json.dumps([ours, "os", [run_id], {}])}
    yield {
        "data": json.dumps([ours, None, [run_id], {}]),
        "success_callback_name": "os.system",
        "failure_callback_name": "os.system",
    }
    hook = [
        {
            "url": f"http://127.0.0.1:9/{touch}",
            "job_status": "failed",
            "method": "GET",
            "headers": None,
            "timeout": 1,
        }
    ]
    yield {"data": json.dumps([ours, None, [touch], {}]), "webhooks": json.dumps(hook)}


def test_forged_jobs_are_not_executed(app: Flask, redis_url: str, tmp_path: Path) -> None:
    """Pickled or JSON, by name, by instance, by callback, by webhook."""
    jobs = list(forged(tmp_path))
    with Redis.from_url(redis_url) as redis:
        queue = HarvestQueue("workroom-harvest", redis)
        for job in jobs:
            name = uuid4().hex
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            redis.hset(
                f"rq:job:{name}",
                mapping={**job, "origin": queue.name, "created_at": now, "status": "queued"},
            )
            redis.rpush(queue.key, name)
        config = {
            name: value
            for name, value in app.config.items()
            if name.startswith("HARVEST_") or name in ("DATABASE_URL", "SECRET_KEY")
        }
        command = [sys.executable, "-m", "flask", "--app", "demo.workroom", "harvest", "worker"]
        done = subprocess.run(
            [*command, "--burst"],
            env={**os.environ, **config},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert redis.llen(queue.key) == 0, done.stderr
    assert not (tmp_path / "executed").exists()
    assert "127.0.0.1:9" not in done.stderr
    print(f"\n{len(jobs)} forged jobs, 0 executed")


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
def fuzzed(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """A connected studio, one for all examples, on either database."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


@given(form=forms, query=forms, segment=segments, body=bodies)
@examples(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_form_and_no_query_breaks_a_route(
    fuzzed: Studio, form: dict[str, str], query: dict[str, str], segment: str, body: Any
) -> None:
    """Arbitrary input gets an answer, never a 500."""
    token = fuzzed.token()
    for method, path in routes(fuzzed.app, quote(segment, safe="", errors="surrogatepass")):
        if path.endswith(("/disconnect", "/connect")):
            continue
        data = {**form, "csrf_token": token} if method == "POST" else None
        answer = fuzzed.browser.open(path, method=method, data=data, query_string=query)
        assert answer.status_code < 500, (method, path, form, query)
        if method == "POST":
            headers = {"X-CSRFToken": token}
            answer = fuzzed.browser.post(
                path, data=json.dumps(body), content_type="application/json", headers=headers
            )
            assert answer.status_code == 415, (path, body)
