"""Requests that a role, a plan, a studio or a missing form token does not allow change nothing."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from demo.walk import PAGE, fields
from demo.workroom import models
from demo.workroom.models import db
from tests.resilience.plugin_routes import OFF_PRO, REFUSALS, is_open_off_pro, routes
from tests.support.studio import Studio, WholePages


def test_roles_by_plans_by_routes(app: Flask, elin: Studio) -> None:
    """Every route and method refuses members without the role or the plan, and strangers.

    Without the plan pages are shown all the same, and Disconnect is open. Routes come from the URL
    map, so that new ones are tried too.
    """
    cells = 0
    for email, refusal in REFUSALS.items():
        browser = Studio(app, elin.harvest, email, "").browser if email else WholePages(app)
        token = fields(browser.get("/sign-in").text).token
        for method, path in routes(app):
            form = {"csrf_token": token} if method == "POST" else None
            status = browser.open(path, method=method, data=form).status_code
            is_open = email == OFF_PRO and is_open_off_pro(method, path)
            expected = None if is_open else refusal
            assert status == expected if expected else status not in (401, 403, 500), (email, path)
            cells += 1
    print(f"\n{cells} cells of the authorization matrix")
    assert cells == len(REFUSALS) * len(routes(app)) >= 45


def test_another_studios_run_is_like_an_unknown_one(connected: Studio, today: date) -> None:
    """Another studio's run gets the same 404 as an unknown one, as a page and as JSON."""
    run_id = connected.start_import(today, today)
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    for accept in ("text/html", "application/json"):
        answers = [
            claire.browser.get(f"{PAGE}/imports/{one}", headers={"Accept": accept})
            for one in (run_id, uuid4().hex)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        # The token of the frame's own form contains the second in which it was made.
        known, unknown = (one.text.replace(fields(one.text).token, "") for one in answers)
        assert known == unknown


def test_another_studios_project_is_an_unknown_one(connected: Studio) -> None:
    """Mapping to another studio's project is refused at the field, and changes nothing."""
    with connected.app.app_context():
        foreign = db.session.scalar(select(models.Project.id).filter_by(name="Maison Biarritz"))
    villa = next(p for p in connected.harvest.world.projects.values() if p.name == "Villa Sandhamn")
    before = pairs(connected.app)
    answer = connected.post("/mappings", {f"project-{villa.id}": str(foreign)})
    assert answer.status_code == 422
    assert f'id="wh-project-{villa.id}-problem"' in answer.text
    assert pairs(connected.app) == before


def pairs(app: Flask) -> list[Any]:
    """Return the rows of all project pairs."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_project_pairs"]
        return list(db.session.execute(select(table).order_by(table.c.harvest_id)).all())


def test_posts_without_a_token_or_with_a_foreign_one_change_nothing(connected: Studio) -> None:
    """A POST without a valid token is refused, and a GET of such a route is a 405."""
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
