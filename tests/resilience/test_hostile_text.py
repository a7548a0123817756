"""Markup, control characters and very long text in all that is imported are shown as text."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import select

from demo.harvest.world import World
from demo.walk import PAGE
from demo.workroom.models import ActivityType, Project, db
from tests.resilience.test_forged_fields import run_worker
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
MARKUP = "\"'><x-canary onx-canary=1></title></textarea></script><script>x-canary()</script>{{7*7}}"
OVERRIDE = "\u202elairetam\u202c \u2066x\u2069"
LINES = "a\r\n12:00:00 FORGED import of everything\x1b[31m\u2028FORGED\x85FORGED\x0bFORGED"
CONTROL = "\x01\x08\x1b]0;title\x07\x7f\x9b31m"
MEGABYTE = 2**20
# Together they have to fit into one page of entries, which may have 16 megabytes.
TEXTS = (MARKUP, OVERRIDE, LINES, CONTROL, "m" * (MEGABYTE // 16))
BLANKS = ("\x1c", "\u2028", "\x0b\x0c", "\x85", "\ufeff", "\x00", "")
NOTES = (*TEXTS[:-1], "m" * MEGABYTE, *BLANKS, "=cmd|' /C calc'!A0")
# In these elements a direction override affects only the text itself.
ALONE = {"bdi", "pre", "option", "title"}

SHOWN = ("/settings/integrations", PAGE, f"{PAGE}/mappings?plain=1", "/timelogs")


class PageContent(HTMLParser):
    """Collects a page's text, elements and attributes, and overrides that affect other text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.leaking_overrides: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if "\u202e" in data and not ALONE & set(self._open):
            self.leaking_overrides.append(data)


def make_hostile_world(today: date) -> World:
    """Return an account in which every text is a hostile one."""
    world = World()
    studio = world.account("Studio " + MARKUP + OVERRIDE + LINES)
    elin = world.user(studio, MARKUP + LINES, "elin@lindqvist.example", "administrator")
    people = [elin, world.user(studio, OVERRIDE, "<x-canary>@\u202e.example")]
    projects = [world.project(studio, text + "p", text + "c") for text in TEXTS]
    tasks = [world.task(studio, text + "t") for text in TEXTS]
    for number, notes in enumerate(NOTES):
        for other in range(len(TEXTS)):
            world.entry(
                people[number % 2],
                projects[other],
                tasks[(other + number) % len(TEXTS)],
                today,
                "1.0",
                notes,
            )
    return world


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with the hostile account."""
    server = LocalHarvest(world=make_hostile_world(today))
    yield server
    server.close()


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a studio connected to the hostile account.

    All but one project and one task are mapped.
    """
    with app.app_context():
        for model in (Project, ActivityType):
            for number in range(len(TEXTS)):
                more = {"hourly_rate": 1} if model is ActivityType else {}
                db.session.add(model(studio_id=1, name=f"{MARKUP[:150]}{number}", **more))
        db.session.commit()
    elin = Studio(app, harvest, "elin@lindqvist.example", "")
    (account,) = harvest.world.accounts
    elin.connect(account=str(account))
    form: dict[str, str] = {}
    with app.app_context():
        for model, kind, things in (
            (Project, "project", harvest.world.projects),
            (ActivityType, "task", harvest.world.tasks),
        ):
            mine = select(model.id).where(model.studio_id == 1, model.name.contains("x-canary"))
            ids = sorted(db.session.scalars(mine))
            form |= {f"{kind}-{one}": str(to) for one, to in zip(things, ids[1:], strict=False)}
    assert elin.post("/mappings", form).status_code == 303
    return elin


def test_hostile_text_is_escaped_and_forges_no_log_line(studio: Studio, today: date) -> None:
    """Hostile text is escaped on every page, and forges no line of the worker's log."""
    run_id = studio.start_import(today, today)
    log = run_worker(studio)
    run = studio.run(run_id)
    entries = len(NOTES) * len(TEXTS)
    left_out = sum(run["skipped"].values())
    assert (run["status"], run["total"], run["imported"] + left_out) == (
        ("finished", entries, entries)
    ), log
    assert set(run["skipped"]) == {"Project not mapped", "Task not mapped"}, run["skipped"]

    bare = [line for line in log.splitlines() if "FORGED" in line]
    assert not bare, bare
    assert not any(character in log for character in "\x1b\x07\u202e\x9b")

    pages = {path: studio.browser.get(path).text for path in (*SHOWN, f"{PAGE}/imports/{run_id}")}
    for path, html in pages.items():
        shown = PageContent()
        shown.feed(html)
        assert "x-canary" not in shown.tags, path
        assert "onx-canary" not in shown.attributes, path
        assert "49" not in html.split("x-canary()", 1)[-1][:40], path
        assert shown.leaking_overrides == [], (path, shown.leaking_overrides)
        assert "<x-canary onx-canary=1>" in "".join(shown.text), path
        assert not set("\x00\x01\x08\x7f") & set(html) or path == "/timelogs", path
    assert all(len(html) < MEGABYTE for path, html in pages.items() if path != "/timelogs")
    print(
        f"\n{entries} hostile entries, {run['imported']} imported, {left_out} left out with their "
        f"reason, 0 elements made of text, 0 lines forged"
    )
