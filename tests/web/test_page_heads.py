"""The head of every page: a title of its own, and the way to the others."""

import re

from flask import Flask

from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, WholePages
from tests.web.asking import ask
from workroom_harvest.web.error_pages import STATUS
from workroom_harvest.web.presenters.problem_titles import BY_STATUS

TABS = ("", "/waiting", "/imports", "/hours", "/entries")


def test_every_page_has_a_title_of_its_own_and_leads_to_the_others(
    connected: Studio, work: Work
) -> None:
    """Titles differ, the heading is in the title, and one choice at the head is the current one."""
    entry = work.add()
    work.add(project="Internal")
    run = connected.import_days(DAY, DAY)
    (group,) = ask(connected, "/waiting")["groups"]
    entries = f"/imports/{run['id']}/entries"
    below = {
        f"/imports/{run['id']}": None,
        entries: "/imports",
        f"{entries}?outcome=imported": "/imports",
        f"/waiting/entries?project={group['harvest_id']}": "/waiting",
        f"/entries/{entry}": "/entries",
        "/audit": "/imports",
        "/mappings": "",
    }
    titles = set()
    for path, current in {**{tab: tab for tab in TABS}, **below}.items():
        page = connected.page(path)
        (title,) = re.findall(r"<title>(.+)</title>", page)
        titles.add(title)
        assert title.endswith("Harvest · Workroom")
        assert [f'<a href="{PAGE}{tab}"' in page for tab in TABS] == [True] * len(TABS)
        found = re.findall(rf'<a href="{PAGE}(/\w+|)" aria-current="(?:page|true)"', page)
        assert found == ([] if current is None else [current]), path
    assert len(titles) == len(TABS) + len(below)


def test_each_kind_of_refusal_has_a_title_of_its_own(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """The title and the heading say what is wrong, as the browser's tabs and history do then."""
    mira, nora = (
        Studio(connected.app, harvest, email, "")
        for email in ("mira@lindqvist.example", "nora@nordform.example")
    )
    answers = {
        "Not found": connected.browser.get(f"{PAGE}/imports/{'0' * 32}"),
        "Not understood": connected.browser.get(f"{PAGE}/imports?after=x"),
        "Page expired": connected.browser.post(f"{PAGE}/connect"),
        "No such choice": connected.post("/corrections/apply"),
        "Not as it was": connected.post("/connect/confirm"),
        "Not signed in": WholePages(connected.app).get(PAGE),
        "Not allowed": mira.browser.get(PAGE),
        "Not on Pro": nora.post("/connect"),
    }
    for title, answer in answers.items():
        assert answer.status_code >= 400
        assert f"<title>{title} · Harvest · Workroom</title>" in answer.text, title
        assert f"<h1>{title}</h1>" in answer.text


def test_whoever_may_not_look_is_led_nowhere(app: Flask, harvest: LocalHarvest) -> None:
    """A member who may not use Harvest is told so on a page that leads to no other of its pages."""
    mira = Studio(app, harvest, "mira@lindqvist.example", "Studio Lindqvist")
    answer = mira.browser.get(PAGE)
    assert answer.status_code == 403
    assert f'<a href="{PAGE}' not in answer.text


def test_each_status_of_an_error_has_a_title() -> None:
    """No error's page is without a title."""
    assert set(STATUS.values()) <= set(BY_STATUS)
