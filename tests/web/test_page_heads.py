"""The head of every page: a title of its own, and the way to the others."""

import re

from flask import Flask

from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from tests.web.asking import ask

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


def test_whoever_may_not_look_is_led_nowhere(app: Flask, harvest: LocalHarvest) -> None:
    """A member who may not use Harvest is told so on a page that leads to no other of its pages."""
    mira = Studio(app, harvest, "mira@lindqvist.example", "Studio Lindqvist")
    answer = mira.browser.get(PAGE)
    assert answer.status_code == 403
    assert f'<a href="{PAGE}' not in answer.text
