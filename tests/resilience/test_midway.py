"""A run stops at the next page, with a reason, where its preconditions no longer hold."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from demo.workroom import models
from demo.workroom.models import db
from tests.fakes.background import LateBackground
from tests.support.apps import rewire
from tests.support.big_account import SMALL_PAGE, big_harvest, big_studio
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import State
from workroom_harvest.domain.ports.harvest import ArrivedPage, Credentials, HarvestApi
from workroom_harvest.domain.window import Window

PAGES = 3


class Interrupted:
    """A Harvest API that runs a callback before it returns its second page."""

    def __init__(self, inner: HarvestApi, callback: Callable[[], object]) -> None:
        self._inner = inner
        self._callback = callback
        self._pages = 0

    def entries(
        self,
        key: Credentials,
        window: Window,
        link: str | None,
        keep_alive: Callable[[], None],
    ) -> ArrivedPage:
        """Return the page; the callback runs before the second one is returned."""
        self._pages += 1
        page = self._inner.entries(key, window, link, keep_alive)
        if self._pages == 2:
            self._callback()
        return page

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with an account of three pages."""
    yield from big_harvest(today, PAGES * SMALL_PAGE, page=SMALL_PAGE)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio with everything mapped."""
    return big_studio(app, harvest)


def set_row(app: Flask, model: type[models.Base], where: dict[str, Any], **values: Any) -> None:
    """Change rows of a host's table."""
    with app.app_context():
        db.session.execute(update(model).filter_by(**where).values(**values))
        db.session.commit()


def revoke(harvest: LocalHarvest) -> None:
    """Revoke every grant, as a person can in their Harvest profile."""
    harvest.state.by_access.clear()
    harvest.state.by_refresh.clear()


INTERRUPTIONS: dict[str, tuple[Callable[[Studio], object], str, int]] = {
    "disconnected": (
        lambda studio: studio.post("/disconnect"),
        "Harvest was disconnected.",
        SMALL_PAGE,
    ),
    "plan lapsed": (
        lambda studio: set_row(studio.app, models.Studio, {"id": 1}, plan="free"),
        "The Harvest integration is part of the Pro plan.",
        2 * SMALL_PAGE,
    ),
    "role lost": (
        lambda studio: set_row(studio.app, models.Member, {"id": 1}, role="member"),
        "Whoever started this import is no longer an Admin or the Designer",
        2 * SMALL_PAGE,
    ),
    "grant revoked": (
        lambda studio: revoke(studio.harvest),
        "Harvest no longer accepts the connection.",
        2 * SMALL_PAGE,
    ),
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
def test_a_run_stops_at_the_next_page_with_its_reason(
    studio: Studio, harvest: LocalHarvest, interruption: str
) -> None:
    """A run stops with its reason after an interruption, and what was imported stays.

    After Disconnect no token is left.
    """
    callback, reason, imported = INTERRUPTIONS[interruption]
    state: State = studio.app.extensions["workroom_harvest"]
    # The callback uses the app's session, which belongs to this thread.
    api = Interrupted(state.ports.api, lambda: callback(studio))
    rewire(studio.app, api=api, background=LateBackground())
    run_id = studio.start_import("2000-01-01", "2100-01-01")
    studio.work(run_id)
    set_row(studio.app, models.Studio, {"id": 1}, plan="pro")
    set_row(studio.app, models.Member, {"id": 1}, role="admin")
    run = studio.run(run_id)
    assert run["status"] == "failed"
    assert run["failure"].startswith(reason)
    assert len(studio.stamps()) == run["imported"] == imported
    if interruption == "disconnected":
        assert not harvest.state.by_refresh
        with studio.app.app_context():
            table = db.metadata.tables["workroom_harvest_connections"]
            assert db.session.execute(table.select()).all() == []
